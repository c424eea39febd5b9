"""Everything we hold about one person, as plain rows: for the copy they may ask for, and to say what erasing takes away."""

import io
import json
import zipfile
from typing import Any

from django.utils import timezone

from candidates.people.models import Candidate, CandidateFile
from candidates.people.signals import candidate_copy_wanted
from candidates.privacy.actions import records_of
from workspace.activity.models import Activity
from workspace.staff.models import User

Rows = list[dict[str, Any]]


def own_data(candidate: Candidate, viewer: User) -> dict[str, Rows]:
    """Return what we hold, section by section, as far as `viewer` may know it. Colleagues are not named: the data is the candidate's."""
    keys = [record.pk for record in records_of(candidate)]
    sections = {
        "person": [_person(candidate)],
        "handles": list(_rows(candidate, "identities", "kind", "value", "url", "created_at")),
        "evidence": list(_rows(candidate, "evidence", "rung", "title", "url", "happened_on", "source", "note")),
        "notes": list(_rows(candidate, "notes", "text", "created_at")),
        "files": [_file(attached) for attached in _files(candidate)],
        "papers": list(_rows(candidate, "authorships", "paper__title", "position", "name", "affiliation", "orcid")),
        "opened": list(
            Activity.objects.filter(candidate=candidate.uuid, is_view=True)
            .order_by("pk")
            .values("subject_kind", "created_at")
        ),
    }
    answers: list[tuple[Any, Any]] = candidate_copy_wanted.send(Candidate, candidate=candidate, viewer=viewer)
    for _, more in answers:
        for name, rows in (more or {}).items():
            sections.setdefault(name, []).extend(rows)
    sections["other records of the same person"] = [{"record": key} for key in keys[1:]]
    return sections


def packed(candidate: Candidate, viewer: User) -> io.BytesIO:
    """Return a zip with the data as JSON and every file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        made = {"made_at": timezone.now(), **own_data(candidate, viewer)}
        archive.writestr("data.json", json.dumps(made, default=str, ensure_ascii=False, indent=2))
        for attached in _files(candidate):
            with attached.file.content.open("rb") as stored:
                archive.writestr(_path(attached), stored.read())
    out.seek(0)
    return out


def _person(candidate: Candidate) -> dict[str, Any]:
    plain = (
        "name",
        "headline",
        "location",
        "time_zone",
        "channel_detail",
        "do_not_contact",
        "follow_up_on",
        "created_at",
    )
    return {name: getattr(candidate, name) for name in plain} | {
        "channel": candidate.channel.name if candidate.channel else "",
        "tags": [tag.name for tag in candidate.tags.all()],
        "moved_by": [wish.wants for wish in candidate.motivations.all()],
    }


def _rows(candidate: Candidate, relation: str, *fields: str) -> Any:
    return getattr(candidate, relation).order_by("pk").values(*fields)


def _files(candidate: Candidate) -> list[CandidateFile]:
    return list(CandidateFile.objects.filter(candidate=candidate).select_related("file").order_by("pk"))


def _file(attached: CandidateFile) -> dict[str, Any]:
    return {
        "name": attached.file.name,
        "kind": attached.get_kind_display(),
        "size": attached.file.size,
        "added_at": attached.created_at,
        "in_this_archive_as": _path(attached),
    }


def _path(attached: CandidateFile) -> str:
    """Two files may have one name; in the archive they do not."""
    return f"files/{attached.pk}-{attached.file.name}"
