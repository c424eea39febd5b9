import datetime as dt

import pytest
from django.utils import timezone

from candidates.imports import actions
from candidates.imports.columns import Field
from candidates.imports.csv_file import CsvUnreadable
from candidates.imports.refusals import ImportRefused
from candidates.imports.tasks import tend_imports, work_on_import
from candidates.matching.merging import merge_candidates
from candidates.models import Candidate, Identity, ImportBatch, ImportRow, Note, Paper
from candidates.people.actions import edit_candidate
from candidates.people.records import write_note
from candidates.people.signals import candidate_erasing
from candidates.sourcing.actions import flag_author
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = """Name,E-mail,GitHub,Title,City,Tags,Channel,Note
Odalys Brenninkmeyer,odalys@tides.example,odalys,PhD student,Porto,robotics,arXiv watch,Met at the poster
Wei-Han Tseng,,,Engineer,,,,
Júlia Várhegyi,julia@tides.example,,,,,A friend,
,nobody@tides.example,,,,,,
"""
BIB = """@article{a, title={Counting tides}, author={Odalys Brenninkmeyer and Wei-Han Tseng}, eprint={2401.01234}}
@article{b, title={Waves}, author={Ada Quill}}
@article{c, title={Broken}
"""


def start(text, by, *, name="people.csv", fields=None):
    batch = actions.start_import(kind="people", name=name, content=text.encode(), by=by)
    fields = fields or [Field(value) for value in batch.mapping]
    return actions.start_check(batch=batch, fields=fields, by=by)


def checked(text, by, **options):
    batch = start(text, by, **options)
    assert work_on_import(batch.pk) == "checked"
    return ImportBatch.objects.get(pk=batch.pk)


def run(batch, by):
    actions.start_run(batch=batch, by=by)
    assert work_on_import(batch.pk) == "done"
    return ImportBatch.objects.get(pk=batch.pk)


def undo(batch, by):
    actions.start_undo(batch=batch, by=by)
    assert work_on_import(batch.pk) == "undone"


def verdicts(batch):
    return [row.verdict for row in batch.rows.all()]


def outcomes(batch):
    return [row.outcome for row in batch.rows.all()]


def everything():
    return (
        sorted(Candidate.objects.values_list("name", "headline", "location")),
        sorted(Identity.objects.values_list("candidate", "kind", "value")),
        sorted(Candidate.tags.through.objects.values_list("candidate", "tag__name")),
        Note.objects.count(),
    )


def test_import_writes_people_with_all_that_the_file_says(recruiter):
    channel = factories.ChannelFactory(name="arXiv watch")

    batch = run(checked(PEOPLE, recruiter), recruiter)

    person = Candidate.objects.get(name="Odalys Brenninkmeyer")
    assert outcomes(batch) == ["added", "added", "added", ""]
    assert (person.headline, person.location, person.channel, person.added_by) == (
        "PhD student",
        "Porto",
        channel,
        recruiter,
    )
    assert sorted(person.identities.values_list("kind", "value")) == [
        ("email", "odalys@tides.example"),
        ("github", "odalys"),
    ]
    assert [tag.name for tag in person.tags.all()] == ["robotics"]
    assert (person.notes.get().text, person.notes.get().audience) == ("Met at the poster", "recruiting")
    assert Candidate.objects.get(name="Júlia Várhegyi").channel_detail == "A friend"
    assert Candidate.objects.count() == 3


def test_dry_run_writes_nobody(recruiter):
    batch = checked(PEOPLE, recruiter)

    assert verdicts(batch) == ["new", "new", "new", "error"]
    assert not Candidate.objects.exists()


def test_same_file_twice_changes_nothing(recruiter):
    run(checked(PEOPLE, recruiter), recruiter)
    before = everything()

    again = checked(PEOPLE, recruiter)

    assert verdicts(again) == ["same", "same", "same", "error"]
    run(again, recruiter)
    assert everything() == before


def test_same_rows_in_other_columns_change_nothing(recruiter):
    run(checked("Name,E-mail\nAda Quill,ada@tides.example\nBo Crane,\n", recruiter), recruiter)

    again = checked("mail;full name\nADA@tides.example;ada quill\n;Bo Crane\n", recruiter)

    assert verdicts(again) == ["same", "same"]


def test_row_of_somebody_known_adds_what_is_missing_and_overwrites_nothing(recruiter):
    person = factories.CandidateFactory(name="O. Brenninkmeyer", headline="Postdoc")
    factories.IdentityFactory(candidate=person, value="odalys@tides.example")

    batch = checked(PEOPLE, recruiter)
    row = batch.rows.first()
    run(batch, recruiter)

    person.refresh_from_db()
    assert (row.verdict, row.decision, row.candidate) == ("update", "update", person)
    assert row.words == ["The same e-mail address.", "Adds location, GitHub, tag robotics, a note."]
    assert (person.name, person.headline, person.location) == ("O. Brenninkmeyer", "Postdoc", "Porto")
    assert person.identities.count() == 2


def test_row_that_is_likely_somebody_known_waits_for_a_decision(recruiter):
    person = factories.CandidateFactory(name="Odalys Brenninkmeyer")
    factories.IdentityFactory(candidate=person, value="o.b@tides.example")
    batch = checked("Name,E-mail\nO. Brenninkmeyer,odalys@tides.example\n", recruiter)
    row = batch.rows.get()

    assert (row.verdict, row.decision, row.candidate) == ("doubt", "leave", person)
    assert "An e-mail address at the same organisation." in row.words
    actions.decide(row=row, decision="update", by=recruiter)
    run(batch, recruiter)
    assert person.identities.count() == 2
    assert Candidate.objects.count() == 1


def test_row_that_fits_two_records_is_left_out(recruiter):
    for value in ("odalys@tides.example", "o@tides.example"):
        factories.IdentityFactory(candidate=factories.CandidateFactory(name="Odalys Brenninkmeyer"), value=value)

    batch = checked("Name,E-mail\nOdalys Brenninkmeyer,odalys@tides.example; o@tides.example\n", recruiter)

    assert verdicts(batch) == ["doubt"]
    assert "Fits 2 records" in " ".join(batch.rows.get().words)
    assert outcomes(run(batch, recruiter)) == [""]


def test_namesake_is_added_with_a_remark(recruiter):
    factories.CandidateFactory(name="Wei Wang")

    row = checked("Name\nWei Wang\n", recruiter).rows.get()

    assert (row.verdict, row.decision) == ("new", "add")
    assert "Somebody of this name is here" in row.words[0]


def test_two_rows_of_one_person_in_one_file_become_one_record(recruiter):
    text = "Name,E-mail,GitHub\nAda Quill,ada@tides.example,\nA. Quill,ada@tides.example,aquill\n"

    batch = run(checked(text, recruiter), recruiter)

    assert outcomes(batch) == ["added", "updated"]
    assert sorted(Candidate.objects.get().identities.values_list("value", flat=True)) == ["ada@tides.example", "aquill"]


def test_undo_takes_the_whole_batch_back(recruiter):
    known = factories.CandidateFactory(name="J. Várhegyi")
    factories.IdentityFactory(candidate=known, value="julia@tides.example")
    before = everything()
    batch = run(
        checked(PEOPLE.replace("julia@tides.example,,,,,", "julia@tides.example,julia,Dr,Pécs,x,"), recruiter),
        recruiter,
    )

    undo(batch, recruiter)

    assert outcomes(batch) == ["taken_back", "taken_back", "taken_back", ""]
    assert everything() == before
    assert Candidate.objects.get() == known


def test_undo_keeps_what_somebody_worked_on(recruiter, role):
    batch = run(checked(PEOPLE, recruiter), recruiter)
    odalys, weihan, julia = Candidate.objects.order_by("pk")
    write_note(candidate=odalys, text="Called.", by=recruiter)
    factories.ApplicationFactory(candidate=weihan, role=role)
    merge_candidates(kept=factories.CandidateFactory(), absorbed=julia, by=recruiter)

    undo(batch, recruiter)

    assert outcomes(batch) == ["kept", "kept", "kept", ""]
    assert [row.words for row in batch.rows.all()][:3] == [
        ["Somebody has worked on this record since."],
        ["The person is in a pipeline."],
        ["The record was merged into another since."],
    ]
    assert Candidate.objects.present().count() == 3


def test_undo_leaves_fields_that_were_changed_since(recruiter):
    person = factories.CandidateFactory(name="Odalys Brenninkmeyer")
    factories.IdentityFactory(candidate=person, value="odalys@tides.example")
    batch = run(checked(PEOPLE, recruiter), recruiter)
    edit_candidate(candidate=person, changes={"headline": "Doctor"}, by=recruiter)

    undo(batch, recruiter)

    person.refresh_from_db()
    assert (person.headline, person.location) == ("Doctor", "")


def test_after_an_undo_the_file_can_be_imported_again(recruiter):
    undo(run(checked(PEOPLE, recruiter), recruiter), recruiter)

    assert verdicts(checked(PEOPLE, recruiter)) == ["new", "new", "new", "error"]


def test_tasks_run_twice_do_everything_once(recruiter):
    batch = start(PEOPLE, recruiter)

    assert [work_on_import(batch.pk), work_on_import(batch.pk)] == ["checked", "checked"]
    actions.start_run(batch=batch, by=recruiter)
    assert [work_on_import(batch.pk), work_on_import(batch.pk)] == ["done", "done"]

    assert Candidate.objects.count() == 3
    assert ImportRow.objects.count() == 4
    actions.start_undo(batch=batch, by=recruiter)
    assert [work_on_import(batch.pk), work_on_import(batch.pk)] == ["undone", "undone"]
    assert work_on_import(0) == "gone"


def test_work_in_slices_ends_where_time_is_up_and_goes_on_later(recruiter, monkeypatch):
    monkeypatch.setattr(actions, "SLICE", 1)
    batch = start(PEOPLE, recruiter)

    finished = [actions.work_off(batch=batch, seconds=-1) for _ in range(5)]

    assert finished == [False, False, False, False, True]
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_check_costs_the_same_with_one_and_with_many_rows(recruiter, count_queries):
    few, many = start("Name,E-mail\nAda Quill,a@x.example\n", recruiter), start(PEOPLE * 3, recruiter)

    costs = [count_queries(lambda batch=batch: actions.work_off(batch=batch, seconds=60)) for batch in (few, many)]

    assert costs[0] == costs[1]


def test_a_row_that_fails_spoils_no_other(recruiter):
    batch = checked("Name,E-mail\nAda Quill,a@x.example\nBo Crane,b@x.example\n", recruiter)
    person = factories.CandidateFactory(name="Ada Quill", merged_into=factories.CandidateFactory())
    batch.rows.filter(line=2).update(verdict="update", decision="update", candidate=person)

    run(batch, recruiter)

    assert outcomes(batch) == ["failed", "added"]
    assert "no longer in use" in batch.rows.first().words[0]


def test_people_changed_in_between_are_met_at_import(recruiter):
    batch = checked("Name,E-mail\nAda Quill,a@x.example\n", recruiter)
    person = factories.CandidateFactory(name="Ada Quill")
    factories.IdentityFactory(candidate=person, value="a@x.example")

    assert outcomes(run(batch, recruiter)) == ["updated"]
    assert Candidate.objects.get() == person


@pytest.mark.parametrize("step", ["run", "undo", "check", "decide", "discard"])
def test_steps_out_of_turn_are_refused(recruiter, step):
    batch = checked(PEOPLE, recruiter)
    row = batch.rows.first()
    if step != "undo":
        run(batch, recruiter)
    act = {
        "run": lambda: actions.start_run(batch=batch, by=recruiter),
        "undo": lambda: actions.start_undo(batch=batch, by=recruiter),
        "check": lambda: actions.start_check(
            batch=batch, fields=[Field(value) for value in batch.mapping], by=recruiter
        ),
        "decide": lambda: actions.decide(row=row, decision="leave", by=recruiter),
        "discard": lambda: actions.discard(batch=batch, by=recruiter),
    }[step]

    with pytest.raises(ImportRefused):
        act()


def test_rows_with_nothing_to_decide_are_refused(recruiter):
    batch = checked(PEOPLE, recruiter)
    first, *_, broken = batch.rows.all()

    with pytest.raises(ImportRefused):
        actions.decide(row=broken, decision="add", by=recruiter)
    with pytest.raises(ImportRefused):
        actions.decide(row=first, decision="update", by=recruiter)
    assert actions.decide(row=first, decision="leave", by=recruiter).decision == "leave"


def test_mapping_without_a_name_is_refused(recruiter):
    batch = actions.start_import(kind="people", name="x.csv", content=b"E-mail\na@x.example\n", by=recruiter)

    with pytest.raises(ImportRefused, match="holds the name"):
        actions.start_check(batch=batch, fields=[Field.EMAIL], by=recruiter)
    with pytest.raises(ImportRefused, match="columns changed"):
        actions.start_check(batch=batch, fields=[], by=recruiter)


def test_a_file_is_forgotten_once_it_is_imported(recruiter):
    batch = run(checked(PEOPLE, recruiter), recruiter)

    assert (batch.content, batch.samples) == (None, [])
    assert all(row.said == {} for row in batch.rows.all())


def test_unfinished_imports_and_left_out_rows_are_forgotten_in_time(recruiter, django_capture_on_commit_callbacks):
    waiting, done = checked(PEOPLE, recruiter), run(checked(PEOPLE, recruiter), recruiter)
    now = timezone.now()
    ImportBatch.objects.filter(pk=waiting.pk).update(updated_at=now - dt.timedelta(days=8))
    ImportBatch.objects.filter(pk=done.pk).update(ran_at=now - dt.timedelta(days=31))

    assert tend_imports() == 0

    assert list(ImportBatch.objects.all()) == [done]
    assert outcomes(done) == ["added"] * 3


def test_an_import_whose_task_was_lost_is_sent_again(recruiter):
    batch = start(PEOPLE, recruiter)
    ImportBatch.objects.filter(pk=batch.pk).update(updated_at=timezone.now() - dt.timedelta(minutes=10))

    assert [tend_imports(), tend_imports()] == [1, 1]


def test_erasing_a_person_erases_what_the_file_said_of_them(recruiter):
    batch = checked(PEOPLE, recruiter)
    run(batch, recruiter)
    person = Candidate.objects.get(name="Odalys Brenninkmeyer")

    candidate_erasing.send(Candidate, candidate=person, by=recruiter)

    row = batch.rows.first()
    assert (row.label, row.said, row.changes, row.fingerprint) == ("", {}, {}, "")


def test_erasing_a_person_cuts_them_out_of_files_still_to_be_imported(recruiter):
    run(checked(PEOPLE, recruiter), recruiter)
    head, first, *others = PEOPLE.splitlines()
    waiting = checked(
        "\n".join([head, first.replace("PhD student", '"PhD\nstudent"'), *others]), recruiter, name="b.csv"
    )
    only = checked(f"{head}\n{first}\n", recruiter, name="c.csv")
    person = Candidate.objects.get(name="Odalys Brenninkmeyer")
    assert waiting.rows.get(candidate=person).line == 2

    candidate_erasing.send(Candidate, candidate=person, by=recruiter)

    waiting.refresh_from_db()
    assert b"dalys" not in bytes(waiting.content)
    assert "dalys" not in str([waiting.samples, list(waiting.rows.values())])
    assert [row.line for row in waiting.rows.order_by("line")] == [4, 5, 6]
    assert waiting.total == 3
    assert not ImportBatch.objects.filter(pk=only.pk).exists()
    actions.start_check(batch=waiting, fields=[Field(value) for value in waiting.mapping], by=recruiter)
    assert work_on_import(waiting.pk) == "checked"
    assert [row.line for row in waiting.rows.order_by("line")] == [4, 5, 6]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Name\n"])
def test_files_that_cannot_be_read_make_no_batch(recruiter, content):
    with pytest.raises(CsvUnreadable):
        actions.start_import(kind="people", name="x.csv", content=content, by=recruiter)

    assert not ImportBatch.objects.exists()


def test_hostile_file_names_are_tamed(recruiter):
    batch = actions.start_import(
        kind="people", name="..\\..\\etc/pass\x00wd\u202e.csv", content=b"Name\nAda\n", by=recruiter
    )

    assert batch.name == "passwd.csv"


def test_bibtex_import_and_its_undo(recruiter):
    batch = actions.start_import(kind="papers", name="tides.bib", content=BIB.encode(), by=recruiter)
    assert work_on_import(batch.pk) == "checked"
    assert verdicts(batch) == ["new", "new", "error"]

    run(batch, recruiter)

    paper = Paper.objects.get(arxiv_id="2401.01234")
    assert [row.name for row in paper.authorships.all()] == ["Odalys Brenninkmeyer", "Wei-Han Tseng"]
    assert Paper.objects.count() == 2
    flag_author(authorship=paper.authorships.first(), by=recruiter)
    undo(batch, recruiter)
    assert outcomes(batch) == ["kept", "taken_back", ""]
    assert Paper.objects.get() == paper


def test_bibtex_twice_changes_nothing(recruiter):
    for turn in ("new", "same"):
        batch = actions.start_import(kind="papers", name="tides.bib", content=BIB.encode(), by=recruiter)
        work_on_import(batch.pk)
        assert verdicts(batch) == [turn, turn, "error"]
        run(batch, recruiter)

    assert Paper.objects.count() == 2


def test_bibtex_with_one_paper_twice_keeps_it_once(recruiter):
    text = "@a{x, title={Waves}, author={Ada Quill}} @a{y, title={Waves!}, author={A. Quill}}"
    batch = actions.start_import(kind="papers", name="w.bib", content=text.encode(), by=recruiter)
    work_on_import(batch.pk)

    run(batch, recruiter)

    assert outcomes(batch) == ["added", ""]
    assert Paper.objects.count() == 1
