"""Which kinds of assessment have a kit for which profile, and what those kits can say of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from hiring.roles.models import ProfileCompetency, RoleProfile
from interviews.kits.models import AssessmentType, Depth, Kit, KitCompetency


@dataclass(frozen=True)
class Fit:
    """A kit that serves a profile: whether it probes one of the strengths this profile is hired for, or checks bars only."""

    kit: Kit
    validates: bool


@dataclass(frozen=True)
class Cell:
    """One kind of assessment for one profile. Without fits nobody can hold it."""

    profile: RoleProfile
    fits: tuple[Fit, ...]


@dataclass(frozen=True)
class Row:
    """One kind of assessment over all profiles."""

    kind: AssessmentType
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """Kinds of assessment by profiles. A kit that names no profile fits all of them."""

    profiles: tuple[RoleProfile, ...]
    rows: tuple[Row, ...]

    @property
    def gaps(self) -> int:
        """How many pairs have no kit."""
        return sum(not cell.fits for row in self.rows for cell in row.cells)


def grid() -> Grid:
    """Lay the kits in use out by kind and profile. Six queries."""
    named = Prefetch("competencies", ProfileCompetency.objects.filter(may_be_strength=True))
    profiles = tuple(RoleProfile.objects.prefetch_related(named).order_by("position", "name"))
    kits = list(
        Kit.objects.current().prefetch_related("profiles", Prefetch("competencies", _in_depth())).order_by("name")
    )
    kinds = AssessmentType.objects.order_by("position", "name")
    return Grid(profiles, tuple(_row(kind, profiles, kits) for kind in kinds))


def _in_depth() -> "QuerySet[KitCompetency]":
    return KitCompetency.objects.filter(depth=Depth.IN_DEPTH)


def _row(kind: AssessmentType, profiles: Iterable[RoleProfile], kits: Iterable[Kit]) -> Row:
    ours = [kit for kit in kits if kit.assessment_type_id == kind.pk]
    return Row(kind, tuple(Cell(profile, tuple(_fits(profile, ours))) for profile in profiles))


def _fits(profile: RoleProfile, kits: Iterable[Kit]) -> Iterable[Fit]:
    strengths = {one.competency_id for one in profile.competencies.all()}
    for kit in kits:
        served = kit.profiles.all()
        if not served or profile in served:
            yield Fit(kit, any(probe.competency_id in strengths for probe in kit.competencies.all()))
