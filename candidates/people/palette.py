"""People in the palette: who fits the words, or whom the viewer looked at last."""

from django.urls import reverse

from candidates.people.models import Candidate
from workspace.activity.models import Activity
from workspace.search.sources import Entry, Hit, Source, add_entries, add_source
from workspace.staff.models import User

MOST_MATCHED = 500  # the newest among so many; whoever types two letters only wants to type a third
VIEWS_READ = 60


def find_people(user: User, words: str, most: int) -> list[Hit]:
    """Return the candidates this user may know of that match, those with news first. Two queries."""
    visible = Candidate.objects.visible_to(user)
    if not words:
        return [hit_of(candidate) for candidate in seen_lately(user, most)]
    # The text index finds the matches; ordering them afterwards keeps the planner from walking everybody by date.
    matching = Candidate.objects.matching(words).order_by().values_list("pk", flat=True)
    return [
        hit_of(candidate)
        for candidate in visible.filter(pk__in=list(matching[:MOST_MATCHED])).order_by("-active_at", "-pk")[:most]
    ]


def seen_lately(user: User, most: int) -> list[Candidate]:
    """Return the candidates whose pages this user opened last, newest first, as far as they may still see them."""
    views = Activity.objects.filter(actor=user, is_view=True, candidate__isnull=False).order_by("-pk")
    seen = list(dict.fromkeys(views.values_list("candidate", flat=True)[:VIEWS_READ]))
    found = {candidate.uuid: candidate for candidate in Candidate.objects.visible_to(user).filter(uuid__in=seen)}
    return [found[uuid] for uuid in seen if uuid in found][:most]


def hit_of(candidate: Candidate) -> Hit:
    return Hit(candidate.name, reverse("candidates:candidate", args=[candidate.uuid]), "user", candidate.headline)


add_source(Source("People", 10, find_people, more_url_name="candidates:list"))
add_entries(
    Entry("Channels", "candidates:channels", "route", "candidates.list_channels", "sources where people come from"),
    Entry("Add candidate", "candidates:add", "user-plus", "candidates.add_candidate", "new person prospect", True),
)
