"""Holding the rows against the rule that says whose code a repository is."""

from candidates.connectors.code_records import RepositoryFacts
from candidates.papers.models import Paper
from candidates.repositories.models import FoundBy, Reimplementation, WhoseCode
from candidates.repositories.verdict import Code, Judged, Subject, judge

NOT_READ = "GitHub has not told about it yet."
NO_PAPER = "Nobody said yet which paper it is of."


def decide_whose_code(seen: Reimplementation) -> Reimplementation:
    """Write down the rule's verdict, unless a person gave theirs."""
    if seen.verdict_by_id is not None:
        return seen
    judged = verdict_of(seen)
    seen.verdict = judged.verdict.value if judged else WhoseCode.UNKNOWN
    seen.reasons = [reason[:300] for reason in judged.reasons] if judged else [NOT_READ if seen.paper else NO_PAPER]
    seen.save(update_fields=["verdict", "reasons", "updated_at"])
    return seen


def verdict_of(seen: Reimplementation) -> Judged | None:
    """Ask the rule; None without a paper or before the facts are known."""
    facts = seen.repository.told
    if seen.paper is None or facts is None:
        return None
    return judge(subject_of(seen.paper), code_of(facts, found_by=seen.found_by))


def subject_of(paper: Paper) -> Subject:
    authors = list(paper.authorships.order_by("position").values_list("name", "affiliation"))
    return Subject(
        paper.title,
        tuple(name for name, _ in authors),
        paper.arxiv_id,
        "\n".join((paper.abstract, paper.comment, *paper.code_links)),
        tuple(dict.fromkeys(place for _, place in authors if place)),
    )


def code_of(facts: RepositoryFacts, *, found_by: str) -> Code:
    return Code(
        facts.name,
        readme=facts.readme,
        description=facts.description,
        owner_is_organisation=facts.owner_is_organisation,
        owner_name=facts.owner_name,
        is_fork=facts.is_fork,
        parent=facts.parent,
        contributors=None
        if facts.contributors is None
        else tuple(one.login for one in facts.contributors if not one.is_bot),
        paper_page_names_it=found_by == FoundBy.PAPER_PAGE,
    )
