"""The board and the list of a role."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.board import queries
from hiring.models import Application, StageChange
from hiring.pipeline.signals import applications_shown
from tests.factories import ApplicationFactory, CandidateFactory, ChannelFactory, RoleFactory, SeatFactory
from workspace.models import Activity
from workspace.written import written_once

pytestmark = pytest.mark.django_db


def names_in(page):
    return re.findall(r'(?:class="ticket-name plain" href="[^"]+"|data-item-link)>([^<]+)</a>', page)


@pytest.fixture
def board(role):
    return reverse("hiring:board", args=[role.slug])


@pytest.fixture
def listing(role):
    return reverse("hiring:applications", args=[role.slug])


@pytest.fixture
def get(sign_in, recruiter):
    return lambda url: sign_in(recruiter).get(url).content.decode()


# --- The board -------------------------------------------------------------------------------------------------------


def test_board_shows_a_column_for_each_stage_with_its_count(get, board, role):
    ApplicationFactory(role=role)
    ApplicationFactory(role=role)

    page = get(board)

    assert page.count('<section class="lane"') == 3
    assert re.findall(r"data-count>(\d+)<", page) == ["2", "0", "0"]


def test_board_puts_the_longest_wait_on_top(get, board, role):
    late = timezone.now() - dt.timedelta(days=30)
    ApplicationFactory(role=role, candidate__name="Fresh Face")
    ApplicationFactory(role=role, candidate__name="Old Hand", applied_at=late)

    assert names_in(get(board)) == ["Old Hand", "Fresh Face"]


def test_board_says_in_words_who_is_over(get, board, role):
    ApplicationFactory(role=role, applied_at=timezone.now() - dt.timedelta(days=30))

    page = get(board)

    assert re.search(r"\d+ d over", page)
    assert "1 late" in page


def test_board_leaves_out_closed_applications(get, board, role):
    ApplicationFactory(role=role, rejected=True, candidate__name="Gone Already")

    assert "Gone Already" not in get(board)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", ["Elin Vasquez", "Mei Sørensen", "Tomás Okafor"]),
        ("?q=sore", ["Mei Sørensen"]),
        ("?q=nobody", []),
        ("?q=%26%7C%21", []),
        ("?channel=referral", ["Tomás Okafor"]),
        ("?mine=1", ["Elin Vasquez"]),
        ("?waiting=1", ["Mei Sørensen"]),
        ("?waiting=1&mine=1", []),
    ],
)
def test_board_filters_stand_in_the_address(get, board, role, recruiter, address, names):
    referral = ChannelFactory(slug="referral", kind="referral")
    ApplicationFactory(role=role, candidate__name="Elin Vasquez", candidate__owner=recruiter)
    ApplicationFactory(role=role, candidate__name="Tomás Okafor", candidate__channel=referral)
    ApplicationFactory(role=role, candidate__name="Mei Sørensen", applied_at=timezone.now() - dt.timedelta(days=30))

    assert sorted(names_in(get(board + address))) == names


def test_board_counts_what_the_filters_leave(get, board, role):
    ApplicationFactory(role=role, candidate__name="Elin Vasquez")
    ApplicationFactory(role=role)

    assert re.findall(r"data-count>(\d+)<", get(board + "?q=elin")) == ["1", "0", "0"]


def test_board_shows_what_apps_higher_up_add(get, board, application):
    def add(applications, viewer, **_):
        for card in applications:
            card.extras["words"].append("scorecards 2/3")

    applications_shown.connect(add)
    try:
        page = get(board)
    finally:
        applications_shown.disconnect(add)

    assert 'Arxiv<div class="ticket-said">scorecards 2/3</div>' in page


def test_board_escapes_names(get, board, role):
    ApplicationFactory(role=role, candidate__name="<script>alert(1)</script>")

    page = get(board)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_board_of_a_stranger_is_not_found(sign_in, stranger, board, application):
    assert sign_in(stranger).get(board).status_code == 404


def test_board_is_not_for_interviewers(sign_in, interviewer, board, application):
    SeatFactory(user=interviewer, interview__application=application)

    assert sign_in(interviewer).get(board).status_code == 404


def test_board_is_not_for_members_without_the_persona(sign_in, interviewer, role, board, admin):
    role.members.create(user=interviewer, added_by=admin)

    assert sign_in(interviewer).get(board).status_code == 403


def test_board_of_a_confidential_role_is_not_found_by_other_recruiters(sign_in, admin, role, board):
    role.is_confidential = True
    role.save()

    assert sign_in(admin).get(board).status_code == 404


def test_board_without_signing_in_asks_to(client, board):
    assert client.get(board).status_code == 302


def test_board_costs_the_same_with_one_row_and_three(sign_in, recruiter, board, role, count_queries):
    client = sign_in(recruiter)
    client.get(board)
    ApplicationFactory(role=role)
    one = count_queries(lambda: client.get(board))
    onsite = role.stages.get(name="Onsite")
    ApplicationFactory(role=role)
    ApplicationFactory(role=role, stage=onsite)

    three = count_queries(lambda: client.get(board))

    assert one == three
    assert three <= 8


def test_a_role_without_stages_says_what_to_do(get, board, role):
    role.stages.all().delete()

    assert "No stages yet" in get(board)


# --- A column loads on -----------------------------------------------------------------------------------------------


@pytest.fixture
def small_columns(monkeypatch):
    monkeypatch.setattr(queries, "LANE_FIRST", 2)
    monkeypatch.setattr(queries, "LANE_MORE", 2)
    # Its SQL was written for the columns' true length.
    monkeypatch.setattr(queries, "_first_cards", written_once(queries._first_cards.ask))


def more_link(page):
    found = re.search(r'hx-get="([^"]+more/[^"]+)"', page)
    return found.group(1).replace("&amp;", "&") if found else None


def test_a_column_loads_on_until_everybody_is_there(sign_in, recruiter, board, role, small_columns):
    for number in range(5):
        moment = timezone.now() - dt.timedelta(days=10 - number)
        ApplicationFactory(role=role, candidate__name=f"Number {number}", applied_at=moment)
    client = sign_in(recruiter, htmx=True)

    first = sign_in(recruiter).get(board).content.decode()
    second = client.get(more_link(first)).content.decode()
    third = client.get(more_link(second)).content.decode()

    assert [names_in(page) for page in (first, second, third)] == [
        ["Number 0", "Number 1"],
        ["Number 2", "Number 3"],
        ["Number 4"],
    ]
    assert more_link(third) is None


def test_a_column_loads_on_within_the_filters(sign_in, recruiter, board, role, small_columns):
    for number in range(4):
        ApplicationFactory(role=role, candidate__name=f"Elin {number}")
    for _ in range(4):
        ApplicationFactory(role=role)

    first = sign_in(recruiter).get(board + "?q=elin").content.decode()
    second = sign_in(recruiter, htmx=True).get(more_link(first)).content.decode()

    assert names_in(first) + names_in(second) == [f"Elin {number}" for number in range(4)]


def test_a_column_has_a_plain_link_to_the_list(sign_in, recruiter, board, listing, role, small_columns):
    for _ in range(3):
        ApplicationFactory(role=role)
    stage = role.stages.first()

    page = sign_in(recruiter).get(board).content.decode()

    assert f'href="{listing}?stage={stage.uuid}"' in page


def test_more_of_a_column_without_htmx_is_the_list(sign_in, recruiter, role, listing):
    stage = role.stages.first()

    answer = sign_in(recruiter).get(reverse("hiring:lane", args=[role.slug]) + f"?stage={stage.uuid}&q=x")

    assert answer.url == f"{listing}?q=x&stage={stage.uuid}"


@pytest.mark.parametrize(
    ("stage", "after", "status"),
    [("own", "rubbish", 400), ("own", "WzEsMl0", 400), ("nonsense", "", 404), ("other", "", 404)],
)
def test_more_of_a_column_meets_broken_addresses(sign_in, recruiter, role, stage, after, status):
    stages = {"own": role.stages.first().uuid, "other": RoleFactory().stages.first().uuid, "nonsense": "nonsense"}
    address = reverse("hiring:lane", args=[role.slug]) + f"?stage={stages[stage]}&after={after}"

    assert sign_in(recruiter, htmx=True).get(address).status_code == status


# --- Moving on the board ---------------------------------------------------------------------------------------------


def move(client, application, to, *, seen_in=None, on_board=True, **more):
    headers = {"HX-Target": f"application-card-{application.uuid}"} if on_board else {}
    data = {"to": str(to.uuid), "from_stage": str((seen_in or application.stage).uuid), **more}
    return client.post(reverse("hiring:move", args=[application.uuid]), data, headers=headers)


def test_a_move_on_the_board_answers_with_card_and_counts(sign_in, recruiter, application):
    onsite = application.role.stages.get(name="Onsite")
    seen_in = application.stage

    answer = move(sign_in(recruiter, htmx=True), application, onsite)

    page = answer.content.decode()
    assert f'hx-swap-oob="afterbegin:#lane-{onsite.uuid}"' in page
    assert f'id="application-card-{application.uuid}"' in page
    assert re.findall(r'id="lane-count-([^"]+)".*?data-count>(\d+)', page) == [
        (str(seen_in.uuid), "0"),
        (str(onsite.uuid), "1"),
    ]
    assert page.count("hx-swap-oob") == 3
    assert "moved to Onsite" in answer["HX-Trigger"]
    assert reverse("hiring:undo_change", args=[application.changes.last().uuid]) in answer["HX-Trigger"]


def test_a_move_on_a_filtered_board_counts_within_the_filters(sign_in, recruiter, application):
    ApplicationFactory(role=application.role)
    onsite = application.role.stages.get(name="Onsite")
    client = sign_in(recruiter, htmx=True)
    client.headers = {}

    answer = client.post(
        reverse("hiring:move", args=[application.uuid]),
        {"to": str(onsite.uuid), "from_stage": str(application.stage.uuid)},
        headers={
            "HX-Target": f"application-card-{application.uuid}",
            "HX-Current-URL": f"http://testserver/x/?q={application.candidate.name.split()[-1]}",
        },
    )

    assert re.findall(r"data-count>(\d+)", answer.content.decode()) == ["0", "1"]


def test_the_card_after_a_move_equals_that_of_a_reload(sign_in, recruiter, application, board):
    onsite = application.role.stages.get(name="Onsite")

    moved = move(sign_in(recruiter, htmx=True), application, onsite).content.decode()
    reloaded = sign_in(recruiter).get(board).content.decode()

    def card(page):
        return re.search(r'<li class="ticket.*?</li>', page, re.DOTALL).group(0)

    assert card(moved) == card(reloaded)


def test_a_refused_move_puts_the_card_where_it_belongs(sign_in, recruiter, application):
    screen, onsite, offer = application.role.stages.all()
    move(sign_in(recruiter, htmx=True), application, onsite)

    answer = move(sign_in(recruiter, htmx=True), application, offer, seen_in=screen)

    assert answer.status_code == 422
    assert f'hx-swap-oob="afterbegin:#lane-{onsite.uuid}"' in answer.content.decode()
    assert "in the meantime" in answer["HX-Trigger"]
    application.refresh_from_db()
    assert application.stage == onsite


def test_a_card_rejected_by_somebody_else_leaves_the_board(sign_in, recruiter, role):
    rejected = ApplicationFactory(role=role, rejected=True)

    answer = move(sign_in(recruiter, htmx=True), rejected, role.stages.get(name="Onsite"))

    assert answer.status_code == 422
    assert "application-card-" not in answer.content.decode()


def test_a_move_without_javascript_goes_back_where_it_came_from(sign_in, recruiter, application, board):
    onsite = application.role.stages.get(name="Onsite")

    answer = move(sign_in(recruiter), application, onsite, on_board=False, next=board)

    assert (answer.status_code, answer.url) == (302, board)
    application.refresh_from_db()
    assert application.stage == onsite


def test_a_refused_move_without_javascript_keeps_the_form(sign_in, recruiter, application):
    elsewhere = RoleFactory().stages.first()

    answer = move(sign_in(recruiter), application, elsewhere, on_board=False)

    assert answer.status_code == 422
    assert "valid choice" in answer.content.decode()


def test_the_move_menu_comes_alone_with_htmx(sign_in, recruiter, application):
    page = sign_in(recruiter, htmx=True).get(reverse("hiring:move", args=[application.uuid])).content.decode()

    assert page.lstrip().startswith("<details")
    assert re.findall(r'name="to".*?</svg>([^<]+)', page, re.DOTALL) == ["Onsite", "Offer"]


def test_the_move_menu_is_a_page_without_javascript(sign_in, recruiter, application):
    page = sign_in(recruiter).get(reverse("hiring:move", args=[application.uuid])).content.decode()

    assert "<html" in page
    assert 'name="to"' in page


def test_moving_is_not_for_strangers_nor_for_interviewers(sign_in, stranger, interviewer, application):
    SeatFactory(user=interviewer, interview__application=application)
    onsite = application.role.stages.get(name="Onsite")

    answers = [move(sign_in(user), application, onsite).status_code for user in (stranger, interviewer)]

    assert answers == [404, 403]
    assert StageChange.objects.count() == 1


def test_moving_is_not_for_a_hiring_manager_who_is_only_a_member(sign_in, stranger, admin, application):
    application.role.members.create(user=stranger, added_by=admin)

    answer = move(sign_in(stranger), application, application.role.stages.get(name="Onsite"))

    assert answer.status_code == 403


def test_moving_elsewhere_than_home_is_not_followed(sign_in, recruiter, application):
    onsite = application.role.stages.get(name="Onsite")

    answer = move(sign_in(recruiter), application, onsite, on_board=False, next="https://evil.example/")

    assert answer.url == reverse("hiring:application", args=[application.uuid])


# --- The list --------------------------------------------------------------------------------------------------------


def test_list_shows_the_same_as_the_board(get, board, listing, role):
    for name in ("Elin Vasquez", "Mei Sørensen"):
        ApplicationFactory(role=role, candidate__name=name)

    assert sorted(names_in(get(listing))) == sorted(names_in(get(board)))


def test_list_shows_closed_applications_where_asked_for(get, listing, role):
    ApplicationFactory(role=role, candidate__name="Still Here")
    ApplicationFactory(role=role, candidate__name="Gone Already", rejected=True)

    assert names_in(get(listing)) == ["Still Here"]
    assert names_in(get(listing + "?standing=rejected")) == ["Gone Already"]
    assert sorted(names_in(get(listing + "?standing=any"))) == ["Gone Already", "Still Here"]


def test_list_narrows_to_a_stage(get, listing, role):
    onsite = role.stages.get(name="Onsite")
    ApplicationFactory(role=role)
    ApplicationFactory(role=role, stage=onsite, candidate__name="On Site")

    page = get(f"{listing}?stage={onsite.uuid}")

    assert names_in(page) == ["On Site"]
    assert "stage: Onsite" in page


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("applied", ["C", "B", "A"]),
        ("-applied", ["A", "B", "C"]),
        ("name", ["A", "B", "C"]),
        ("-name", ["C", "B", "A"]),
        ("waiting", ["B", "C", "A"]),
        ("-waiting", ["A", "C", "B"]),
        ("rubbish", ["C", "B", "A"]),
    ],
)
def test_list_sorts(get, listing, role, sort, names):
    now = timezone.now()
    for number, name in enumerate("ABC"):
        applied = now - dt.timedelta(days=20 - number)
        entered = now - dt.timedelta(days={"B": 9, "C": 5, "A": 1}[name])
        ApplicationFactory(role=role, candidate__name=name, applied_at=applied, entered_at=entered)

    assert names_in(get(f"{listing}?sort={sort}")) == names


def test_list_pages_by_key_and_keeps_the_filters(sign_in, recruiter, listing, role):
    for number in range(53):
        ApplicationFactory(role=role, candidate__name=f"Elin {number:02}")
    client = sign_in(recruiter)

    first = client.get(f"{listing}?q=elin&sort=name").content.decode()
    onward = re.search(r'href="([^"]+)" rel="next"', first).group(1).replace("&amp;", "&")
    second = client.get(onward).content.decode()
    back = re.search(r'href="([^"]+)" rel="prev"', second).group(1).replace("&amp;", "&")

    assert len(names_in(first)) == 50
    assert names_in(second) == ["Elin 50", "Elin 51", "Elin 52"]
    assert names_in(client.get(back).content.decode()) == names_in(first)


def test_list_with_a_broken_cursor_starts_again(sign_in, recruiter, listing):
    answer = sign_in(recruiter).get(f"{listing}?sort=name&after=rubbish")

    assert (answer.status_code, answer.url) == (302, f"{listing}?sort=name")


def test_list_costs_the_same_with_one_row_and_three(sign_in, recruiter, listing, role, count_queries):
    client = sign_in(recruiter)
    client.get(listing)
    ApplicationFactory(role=role)
    one = count_queries(lambda: client.get(listing))
    for _ in range(2):
        ApplicationFactory(role=role)

    three = count_queries(lambda: client.get(listing))

    assert one == three
    assert three <= 15


def test_list_is_not_for_strangers_nor_for_interviewers(sign_in, stranger, interviewer, listing, application):
    SeatFactory(user=interviewer, interview__application=application)

    assert [sign_in(user).get(listing).status_code for user in (stranger, interviewer)] == [404, 404]


def test_list_says_what_to_do_when_empty(get, listing):
    assert "Nobody is in this role yet" in get(listing)
    assert "Nobody matches these filters" in get(listing + "?q=nobody")


# --- The file --------------------------------------------------------------------------------------------------------


def lines_of(answer):
    return b"".join(answer.streaming_content).decode().splitlines()


@pytest.fixture
def export(role):
    return reverse("hiring:export_applications", args=[role.slug])


def test_export_holds_what_the_list_shows(sign_in, recruiter, export, role):
    ApplicationFactory(role=role, candidate__name="Elin Vasquez", channel_detail="Grasping")
    ApplicationFactory(role=role, candidate__name="Somebody Else")

    answer = sign_in(recruiter).get(f"{export}?q=elin")

    lines = lines_of(answer)
    assert lines[0].startswith("\ufeffCandidate,Stage,Standing")
    assert len(lines) == 2
    assert lines[1].startswith("Elin Vasquez,Screen,Active,0,,Arxiv,Grasping,")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_export_goes_on_beyond_a_page(sign_in, recruiter, export, role, monkeypatch):
    monkeypatch.setattr("hiring.board.export.ROWS_AT_ONCE", 2)
    for _ in range(5):
        ApplicationFactory(role=role)

    assert len(lines_of(sign_in(recruiter).get(export))) == 6


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1+1", "@sum", "%cmd", "|x"])
def test_export_makes_formulas_harmless(sign_in, recruiter, export, role, name):
    ApplicationFactory(role=role, candidate__name=name)

    row = lines_of(sign_in(recruiter).get(export))[1]

    assert row.lstrip('"').startswith("'")


def test_export_is_audited(sign_in, recruiter, export, role):
    lines_of(sign_in(recruiter).get(export))

    entry = Activity.objects.get(is_view=True)
    assert (entry.actor, entry.verb, entry.subject) == (recruiter, "saw", role.uuid)


def test_export_is_not_for_strangers(sign_in, stranger, export):
    assert sign_in(stranger).get(export).status_code == 404


# --- Today -----------------------------------------------------------------------------------------------------------


def test_waiting_is_counted_from_now_not_from_when_the_server_started(get, board, role, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC), tick=False)
    ApplicationFactory(role=role, candidate=CandidateFactory())

    assert "0 d<" in get(board)
    time_machine.move_to(dt.datetime(2026, 6, 3, 10, tzinfo=dt.UTC), tick=False)
    assert "2 d<" in get(board)
    time_machine.move_to(dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC), tick=False)
    assert "2 d over" in get(board)
    assert Application.objects.count() == 1
