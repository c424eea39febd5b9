"""Asking the hosts of code. Each task reads its row first, so that running twice asks once."""

from celery import shared_task

from candidates.repositories.lookups import due, fetch_facts, search_code
from candidates.repositories.models import CodeSearch, Repository


@shared_task(name="candidates.repositories.fetch", acks_late=True, time_limit=280, soft_time_limit=240)
def fetch(repository_id: int) -> str:
    """Fetch one repository's facts; return the state it ends in."""
    repository = Repository.objects.filter(pk=repository_id).first()
    if repository is None:
        return "gone"
    return fetch_facts(repository=repository).state if repository.is_open else repository.state


@shared_task(name="candidates.repositories.search", acks_late=True, time_limit=280, soft_time_limit=240)
def search(search_id: int) -> str:
    """Search for one paper's code; return the state it ends in."""
    wanted = CodeSearch.objects.select_related("paper", "requested_by").filter(pk=search_id).first()
    if wanted is None:
        return "gone"
    return search_code(wanted=wanted).state if wanted.is_open else wanted.state


@shared_task(name="candidates.repositories.retry", acks_late=True, time_limit=60, soft_time_limit=45)
def retry() -> int:
    """Send what has come due; return how many."""
    repositories, searches = due(Repository), due(CodeSearch)
    for key in repositories:
        fetch.delay(key)
    for key in searches:
        search.delay(key)
    return len(repositories) + len(searches)
