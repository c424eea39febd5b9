"""A CV on the file of some, as the word processor's file that they would have sent."""

import hashlib
import io

from django.core.files.base import ContentFile
from docx import Document

from candidates.people.enums import FileKind
from candidates.people.models import CandidateFile, Evidence
from config.demo.candidate_rows import Arrival
from config.demo.people import handle
from config.demo.rows import Log, at, create
from workspace.files.models import StoredFile, TextState
from workspace.files.sniff import DOCX

MOST = 40
SENT_THROUGH = ("direct", "campus", "agencies", "referrals", "course")


def attach_cvs(arrivals: list[Arrival], log: Log) -> None:
    """Give a CV to those who sent one, newest first. It says what their file says, so its words are found already."""
    senders = [one for one in arrivals if one.walks and (one.featured or one.channel in SENT_THROUGH)]
    senders = sorted(senders, key=lambda one: (one.featured is None, -one.arrived_at.timestamp()))[:MOST]
    works: dict[int, list[str]] = {}
    for work in Evidence.objects.filter(candidate__in=[one.candidate for one in senders]):
        works.setdefault(work.candidate_id, []).append(work.title)

    files, attached = [], []
    for arrival in senders:
        lines = _lines(arrival, works.get(arrival.candidate.pk, []))
        file = _stored(arrival, lines)
        files.append(file)
        attached.append(
            CandidateFile(candidate=arrival.candidate, file=file, kind=FileKind.CV, **at(arrival.arrived_at))
        )
        log.add(
            "added_file",
            "candidate",
            arrival.candidate.uuid,
            moment=arrival.arrived_at,
            by=arrival.candidate.added_by,
            candidate=arrival.candidate.uuid,
            kind=FileKind.CV.value,
        )
    create(StoredFile, files)
    create(CandidateFile, attached)


def _lines(arrival: Arrival, works: list[str]) -> list[str]:
    person = arrival.person
    return [person.headline, f"{person.place} · {dict(person.identities)['email']}", *works]


def _stored(arrival: Arrival, lines: list[str]) -> StoredFile:
    document = Document()
    document.add_heading(arrival.person.name, level=0)
    head, contact, *works = lines
    document.add_paragraph(head)
    document.add_paragraph(contact)
    document.add_heading("Selected work", level=1)
    for work in works:
        document.add_paragraph(work, style="List Bullet")
    written = io.BytesIO()
    document.save(written)
    content = written.getvalue()
    file = StoredFile(
        name=f"{handle(arrival.person.name)}-cv.docx",
        content_type=DOCX,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        text="\n".join([arrival.person.name, *lines]),
        text_state=TextState.READ,
        uploaded_by=arrival.candidate.added_by,
        **at(arrival.arrived_at),
    )
    file.content.save("upload", ContentFile(content), save=False)
    return file
