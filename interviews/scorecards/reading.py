"""Scorecards as they are read: the blind policy first, then every version with what it says."""

from dataclasses import dataclass

from django.db.models import Prefetch

from candidates.people.models import Candidate, CandidateFile, Evidence
from candidates.people.queries import readable_files
from hiring.pipeline.models import Application
from interviews.scorecards.models import Rating, Scale, Scorecard, ScorecardVersion
from interviews.works.models import WorkJudgement
from workspace.staff.models import User


@dataclass(frozen=True)
class ReadVersion:
    """One version: strengths and bars apart, and what was not assessed apart from both."""

    version: ScorecardVersion
    strengths: tuple[Rating, ...]
    bars: tuple[Rating, ...]
    not_assessed: tuple[Rating, ...]


@dataclass(frozen=True)
class ReadCard:
    """A submitted scorecard: the version that stands, and the earlier ones, newest first; and what its author said of the work they
    talked about, where it was about one. `was_blind` is told of take-homes alone: whether their rater did not know whose it is.
    """

    card: Scorecard
    standing: ReadVersion
    earlier: tuple[ReadVersion, ...]
    work: WorkJudgement | None = None
    was_blind: bool | None = None

    @property
    def is_amended(self) -> bool:
        return bool(self.earlier)

    @property
    def is_from_memory(self) -> bool:
        return self.standing.version.from_memory


def cards_of(application: Application, viewer: User) -> list[ReadCard]:
    """Return the submitted scorecards of an application that `viewer` may read, in the order they came. Three queries."""
    ratings = Rating.objects.select_related("competency").order_by("competency__position", "pk")
    versions = ScorecardVersion.objects.order_by("-number").prefetch_related(Prefetch("ratings", ratings))
    cards = (
        Scorecard.objects.submitted()
        .filter(application=application)
        .readable_by(viewer)
        # The draft is its author's alone, so nobody's page even loads it.
        .defer("draft")
        .select_related("author", "kit", "seat__work_judgement", "take_home_rating__take_home")
        .prefetch_related(Prefetch("versions", versions))
        .order_by("submitted_at", "pk")
    )
    return [_read(card) for card in cards]


def _read(card: Scorecard) -> ReadCard:
    newest, *earlier = [_version(version) for version in card.versions.all()]
    work = getattr(card.seat, "work_judgement", None)
    rating = getattr(card, "take_home_rating", None)
    was_blind = rating.was_blind if rating is not None and rating.take_home.is_blind else None
    return ReadCard(card=card, standing=newest, earlier=tuple(earlier), work=work, was_blind=was_blind)


def _version(version: ScorecardVersion) -> ReadVersion:
    ratings = list(version.ratings.all())
    assessed = [rating for rating in ratings if rating.is_assessed]
    return ReadVersion(
        version=version,
        strengths=tuple(rating for rating in assessed if rating.scale == Scale.STRENGTH),
        bars=tuple(rating for rating in assessed if rating.scale == Scale.BAR),
        not_assessed=tuple(rating for rating in ratings if not rating.is_assessed),
    )


@dataclass(frozen=True)
class CandidatesFile:
    """What an interviewer prepares with."""

    evidence: tuple[Evidence, ...]
    files: tuple[CandidateFile, ...]


def file_of(candidate: Candidate, viewer: User) -> CandidatesFile:
    """Return the evidence and files of a candidate that `viewer` may have. Two queries."""
    files = readable_files(viewer).filter(candidate=candidate).select_related("file")
    return CandidatesFile(evidence=tuple(candidate.evidence.all()), files=tuple(files))
