import io

import pytest
from django.urls import reverse

from candidates.imports import actions
from candidates.imports.columns import Field
from candidates.imports.tasks import work_on_import
from candidates.models import Candidate, ImportBatch
from tests import factories

pytestmark = pytest.mark.django_db
UPLOAD, BIBTEX = "/candidates/import/", "/sourcing/import/"
PEOPLE = b"Name,E-mail,Shoe size\nAda Quill,ada@tides.example,41\nBo Crane,,\n"


def url(name, row):
    return reverse(f"candidates:{name}", args=[row.uuid])


def text_of(response):
    return response.content.decode()


def file(content, name="people.csv"):
    upload = io.BytesIO(content)
    upload.name = name
    return {"file": upload}


@pytest.fixture
def batch(recruiter):
    """A file that has been checked."""
    batch = actions.start_import(kind="people", name="people.csv", content=PEOPLE, by=recruiter)
    actions.start_check(batch=batch, fields=[Field.NAME, Field.EMAIL, Field.IGNORE], by=recruiter)
    work_on_import(batch.pk)
    batch.refresh_from_db()
    return batch


def test_a_file_goes_in_step_by_step_without_javascript(recruiter, sign_in):
    channel = factories.ChannelFactory()
    client = sign_in(recruiter)
    mapping = client.post(UPLOAD, file(PEOPLE), follow=True)
    batch = ImportBatch.objects.get()
    columns = {"column_0": "name", "column_1": "email", "column_2": "", "channel": channel.slug}

    checking = client.post(url("import_columns", batch), columns, follow=True)
    work_on_import(batch.pk)
    checked = client.get(url("import_batch", batch))
    running = client.post(url("import_run", batch), follow=True)
    work_on_import(batch.pk)
    done = client.get(url("import_batch", batch))

    assert "ada@tides.example" in text_of(mapping)
    assert '<option value="email" selected>' in text_of(mapping)
    assert "Being checked" in text_of(checking)
    assert 'http-equiv="refresh"' in text_of(checking)
    assert "Import 2 people" in text_of(checked)
    assert "Being imported" in text_of(running)
    assert url("candidate", Candidate.objects.get(name="Ada Quill")) in text_of(done)
    assert set(Candidate.objects.values_list("channel", flat=True)) == {channel.pk}
    client.post(url("import_undo", batch))
    work_on_import(batch.pk)
    assert "Undone" in text_of(client.get(url("import_batch", batch)))
    assert not Candidate.objects.exists()


def test_progress_in_htmx_refreshes_the_page_when_it_is_over(recruiter, sign_in, batch):
    client = sign_in(recruiter, htmx=True)
    ImportBatch.objects.update(state="running")
    fragment = client.get(url("import_batch", batch))
    ImportBatch.objects.update(state="done")

    over = client.get(url("import_batch", batch))

    assert text_of(fragment).strip().startswith('<div id="batch-progress"')
    assert over["HX-Refresh"] == "true"


def test_a_decision_answers_with_its_row(recruiter, sign_in, batch):
    row = batch.rows.first()

    fragment = sign_in(recruiter, htmx=True).post(url("import_decide", row), {"decision": "leave"})
    plain = sign_in(recruiter).post(url("import_decide", row), {"decision": "add"})

    assert text_of(fragment).strip().startswith(f'<tr id="import-row-{row.uuid}"')
    assert 'value="leave" aria-pressed="true"' in text_of(fragment)
    assert plain.url == f"{url('import_batch', batch)}?show=new"


@pytest.mark.parametrize("decision", ["", "nonsense", "update"])
def test_a_decision_that_cannot_be_changes_nothing(recruiter, sign_in, batch, decision):
    row = batch.rows.first()

    sign_in(recruiter).post(url("import_decide", row), {"decision": decision})

    row.refresh_from_db()
    assert row.decision == "add"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a workbook", "Excel"),
        (b"Name\n", "no rows"),
        (b"\xff\xfeN", "damaged"),
        (b"a,b\x00\n", "binary"),
    ],
)
def test_unreadable_files_are_refused_with_words(recruiter, sign_in, content, words):
    response = sign_in(recruiter).post(UPLOAD, file(content))

    assert response.status_code == 422
    assert words in text_of(response)
    assert not ImportBatch.objects.exists()


def test_unreadable_bibliographies_are_refused_with_words(recruiter, sign_in):
    response = sign_in(recruiter).post(BIBTEX, file(b"no entries in here", "tides.bib"))

    assert response.status_code == 422
    assert "There is no BibTeX entry" in text_of(response)


def test_no_file_at_all_is_refused(recruiter, sign_in):
    assert sign_in(recruiter).post(UPLOAD).status_code == 422


def test_a_large_file_is_refused(recruiter, sign_in):
    response = sign_in(recruiter).post(UPLOAD, file(b"x" * (10 * 1024 * 1024 + 1)))

    assert response.status_code == 422
    assert "larger than 10 MB" in text_of(response)


@pytest.mark.parametrize(
    "change",
    [{"column_0": ""}, {"column_0": "name", "column_1": "family"}, {"column_0": "nonsense"}, {"channel": "nowhere"}],
)
def test_a_mapping_that_cannot_be_is_refused(recruiter, sign_in, change):
    batch = actions.start_import(kind="people", name="people.csv", content=PEOPLE, by=recruiter)

    response = sign_in(recruiter).post(url("import_columns", batch), {"column_0": "name"} | change)

    assert response.status_code == 422
    batch.refresh_from_db()
    assert batch.state == "mapping"


def test_columns_can_be_changed_after_the_dry_run(recruiter, sign_in, batch):
    client = sign_in(recruiter)

    page = text_of(client.get(url("import_columns", batch)))
    client.post(url("import_columns", batch), {"column_0": "name", "column_2": "note"})
    work_on_import(batch.pk)

    assert '<option value="email" selected>' in page
    assert batch.rows.first().said["note"] == "41"
    assert batch.rows.first().said["handles"] == []


def test_a_file_that_was_imported_before_says_so(recruiter, sign_in, batch):
    actions.start_run(batch=batch, by=recruiter)
    work_on_import(batch.pk)

    page = text_of(sign_in(recruiter).post(UPLOAD, file(PEOPLE), follow=True))

    assert "This very file" in page
    assert "was imported by Rita Recruiter" in page


def test_an_import_is_thrown_away(recruiter, sign_in, batch):
    response = sign_in(recruiter).post(url("import_discard", batch), follow=True)

    assert "Nothing was written" in text_of(response)
    assert not ImportBatch.objects.exists()


def test_steps_out_of_turn_say_where_the_import_stands(recruiter, sign_in, batch):
    page = text_of(sign_in(recruiter).post(url("import_undo", batch), follow=True))

    assert "Ready to import" in page
    assert "Reload the page to see where it stands" in page


def test_formulas_and_html_stay_plain_text(recruiter, sign_in):
    content = b'Name,Note,<b>x</b>\n"=HYPERLINK(""http://x.example"",""Ada"")",<script>alert(1)</script>,<img src=x>\n<script>alert(2)</script>,,\n'
    client = sign_in(recruiter)
    pages = [client.post(UPLOAD, file(content, "<script>alert(3)</script>.csv"), follow=True)]
    batch = ImportBatch.objects.get()
    client.post(url("import_columns", batch), {"column_0": "name", "column_1": "note", "column_2": "tags"})
    work_on_import(batch.pk)
    pages.append(client.get(url("import_batch", batch)))
    client.post(url("import_run", batch))
    work_on_import(batch.pk)
    pages += [client.get(url("import_batch", batch)), client.get(UPLOAD), client.get("/candidates/")]

    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in text_of(page)
        assert "<img src=x" not in text_of(page)
    assert Candidate.objects.filter(name='=HYPERLINK("http://x.example","Ada")').exists()
    exported = b"".join(client.get("/candidates/export.csv").streaming_content).decode()
    assert "\n=HYPERLINK" not in exported
    assert '\n"=HYPERLINK' not in exported


@pytest.mark.parametrize("query", ["?after=rubbish", "?show=nonsense", "?show=%00", "?before=W10"])
def test_batch_survives_hostile_addresses(recruiter, sign_in, batch, query):
    assert sign_in(recruiter).get(url("import_batch", batch) + query).status_code in {200, 400}


def test_pages_cost_the_same_with_one_and_with_three_rows(recruiter, sign_in, count_queries):
    client = sign_in(recruiter)
    costs = []
    for rows in (1, 3):
        text = "Name,E-mail\n" + "".join(f"Ada Quill{n},a{n}@x.example\n" for n in range(rows))
        batch = actions.start_import(kind="people", name="x.csv", content=text.encode(), by=recruiter)
        page = url("import_batch", batch)
        mapping = count_queries(lambda page=page: client.get(page))
        actions.start_check(batch=batch, fields=[Field.NAME, Field.EMAIL], by=recruiter)
        work_on_import(batch.pk)
        checked = count_queries(lambda page=page: client.get(page))
        actions.start_run(batch=batch, by=recruiter)
        work_on_import(batch.pk)
        done = count_queries(lambda page=page: client.get(page))
        costs.append((mapping, checked, done, count_queries(lambda: client.get(UPLOAD))))

    assert costs[0] == costs[1]
    assert max(costs[1]) <= 15


def test_only_those_who_recruit_import(hiring_manager, interviewer, client, sign_in, batch):
    row = batch.rows.first()

    for user in (hiring_manager, interviewer):
        somebody = sign_in(user)
        assert somebody.get(UPLOAD).status_code == 403
        assert somebody.get(BIBTEX).status_code == 403
        assert somebody.get(url("import_batch", batch)).status_code == 403
        assert somebody.post(url("import_run", batch)).status_code == 403
        assert somebody.post(url("import_decide", row), {"decision": "add"}).status_code == 403
    assert client.get(UPLOAD).status_code == 302
    assert not Candidate.objects.exists()


def test_batches_that_are_not_there_are_not_found(recruiter, sign_in):
    nowhere = "0b5c2c5e-7f0f-4d35-9b3e-0a6f3f8d2d11"
    client = sign_in(recruiter)

    assert client.get(f"/candidates/import/{nowhere}/").status_code == 404
    assert client.post(f"/candidates/import/rows/{nowhere}/decide/").status_code == 404
