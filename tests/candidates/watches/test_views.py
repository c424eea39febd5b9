import datetime as dt

import pytest
from django.urls import reverse

from candidates.models import Candidate, Evidence, Opinion, Place, Reading, Watch
from candidates.watches.actions import flag_leads, say_of_paper
from candidates.watches.enums import Act
from candidates.watches.ordering import rank_watch_now
from candidates.watches.reminders import digest_settled, due_digests
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "/sourcing/watches/new/"
FORM = {"name": "Grasping", "categories": "cs.RO\ncs.LG", "threshold": "0.5", "has_digest": "on"}


def at(name, *rows):
    return reverse(f"candidates:{name}", args=[row.uuid for row in rows])


@pytest.fixture
def ranked(watch, papers):
    rank_watch_now(watch)
    watch.refresh_from_db()
    return watch


# --- Making a watch ------------------------------------------------------------------------------------------------------


def test_a_watch_is_made_and_its_maker_reads_it(hiring_manager, papers, sign_in):
    data = FORM | {"wanted": "grasping\n\ngrasping", "seed_links": papers[0].title.upper()}

    response = sign_in(hiring_manager).post(NEW, data)

    watch = Watch.objects.get()
    assert response.url == at("feed", watch)
    assert (watch.categories, watch.wanted) == (["cs.RO", "cs.LG"], ["grasping"])
    assert (list(watch.members.all()), list(watch.seeds.all())) == ([hiring_manager], [papers[0]])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"categories": "machine learning"}, "is no arXiv category"),
        ({"seed_links": "A paper nobody has"}, "We have no paper"),
        ({"wanted": "x" * 101}, "is longer than 100 characters"),
        ({"threshold": "99"}, "less than or equal to 10"),
        ({"name": "Tides"}, "already exists"),
        ({"blocked": "\n".join(map(str, range(101)))}, "Keep to 100 lines"),
    ],
)
def test_what_cannot_be_watched_is_said_and_nothing_is_lost(watch, recruiter, sign_in, data, said):
    response = sign_in(recruiter).post(NEW, FORM | {"followed": "Mei Lin"} | data)

    assert response.status_code == 422
    assert said in response.text
    assert "Mei Lin" in response.text
    assert Watch.objects.count() == 1


def test_a_watch_is_changed_by_who_sees_it(watch, recruiter, stranger, interviewer, sign_in):
    assert sign_in(stranger).get(at("edit_watch", watch)).status_code == 404
    assert sign_in(interviewer).get(NEW).status_code == 403

    sign_in(recruiter).post(at("edit_watch", watch), FORM | {"name": "Waves", "blocked": "survey"})

    watch.refresh_from_db()
    assert (watch.name, watch.blocked) == ("Waves", ["survey"])


def test_strangers_see_no_feed_and_not_that_there_is_one(ranked, stranger, interviewer, papers, sign_in):
    client = sign_in(stranger)

    assert client.get(at("feed", ranked)).status_code == 404
    assert client.post(at("say", ranked, papers[0]), {"act": "like"}).status_code == 404
    assert ranked.name not in client.get("/sourcing/watches/").text
    assert sign_in(interviewer).get("/sourcing/watches/").status_code == 403


# --- The feed ------------------------------------------------------------------------------------------------------------


def test_the_feed_says_why_who_and_what_is_known(ranked, papers, recruiter, hiring_manager, sign_in):
    say_of_paper(watch=ranked, paper=papers[8], act=Act.LIKE, by=hiring_manager)
    say_of_paper(watch=ranked, paper=papers[8], act=Act.NOTE, note="Read the appendix", by=hiring_manager)
    (person,) = flag_leads(watch=ranked, paper=papers[8], by=hiring_manager)
    Candidate.objects.filter(pk=person.pk).update(do_not_contact=True)
    papers[8].code_links = ["https://github.com/a/parsers"]
    papers[8].save()
    rank_watch_now(ranked)

    page = sign_in(recruiter).get(at("feed", ranked)).text

    assert "Strike “parser”, which pushes it up" in page
    assert "(known, do not contact)" in page
    assert "https://github.com/a/parsers" in page
    assert "Read the appendix" in page
    assert "Hari Manager: Liked" in page
    assert "1 flagged" in page


def test_alphabetical_order_is_said_and_nobody_leads(ranked, papers, recruiter, sign_in):
    for position, name in enumerate(["Xi Xu", "Yan Yu", "Zoe Zorn"], 2):
        factories.AuthorshipFactory(paper=papers[0], position=position, name=name)

    page = sign_in(recruiter).get(at("feed", ranked)).text

    assert page.count("The authors stand in alphabetical order") == 1


def test_a_blocked_word_says_how_many_it_hides(watch, papers, recruiter, sign_in):
    watch.blocked = ["parser"]
    watch.save()
    rank_watch_now(watch)
    client = sign_in(recruiter)

    page, hidden = (client.get(at("feed", watch) + query).text for query in ("", "?show=hidden"))

    assert "6 hidden: 6 by “parser”." in page
    assert "Parsers of dependency" not in page
    assert hidden.count("Hidden by “parser”") == 6


def test_the_threshold_holds_back_what_stands_low(ranked, papers, recruiter, sign_in):
    Place.objects.update(is_trial=False)
    Place.objects.filter(paper__in=papers[:2]).update(score=2.0)
    Place.objects.filter(paper=papers[2]).update(score=-1, follows="Mei Lin")
    Watch.objects.update(threshold=1.5)
    client = sign_in(recruiter)

    page, below = (client.get(at("feed", ranked) + query).text for query in ("", "?show=below"))

    assert page.count('class="feed-card') == 3
    assert "By Mei Lin, followed" in page
    assert below.count('class="feed-card') == 9


def test_pages_follow_each_other_and_a_broken_address_is_said(ranked, recruiter, sign_in, monkeypatch):
    monkeypatch.setattr("candidates.watches.views.PAGE", 5)
    client = sign_in(recruiter)

    first = client.get(at("feed", ranked))
    after = first.context["page"].next_cursor
    second = client.get(at("feed", ranked), {"after": after})
    broken = client.get(at("feed", ranked), {"after": "x!"})

    seen = [card.paper.pk for answer in (first, second) for card in answer.context["cards"]]
    assert len(seen) == len(set(seen)) == 10
    assert broken.status_code == 400
    assert "First page" in broken.text


def test_the_feed_asks_as_often_for_three_papers_as_for_one(watch, recruiter, sign_in, count_queries):
    client = sign_in(recruiter)

    def grow():
        paper = factories.PaperFactory(categories=["cs.LG"])
        factories.AuthorshipFactory(paper=paper, position=1, candidate=factories.CandidateFactory())
        say_of_paper(watch=watch, paper=paper, act=Act.NOTE, note="Good", by=recruiter)
        rank_watch_now(watch)

    grow()
    client.get(at("feed", watch))
    one = count_queries(lambda: client.get(at("feed", watch)))
    grow()
    grow()

    assert count_queries(lambda: client.get(at("feed", watch))) == one


def test_the_feed_tells_when_the_ranking_has_learnt(ranked, papers, recruiter, sign_in):
    client = sign_in(recruiter, htmx=True)
    say_of_paper(watch=ranked, paper=papers[0], act=Act.LIKE, by=recruiter)
    behind = client.get(at("feed", ranked) + "?learning").text

    rank_watch_now(Watch.objects.get())
    learnt = client.get(at("feed", ranked) + "?learning").text

    assert 'hx-trigger="every 2s"' in behind
    assert "Show the new order" in learnt
    assert "hx-trigger" not in learnt


# --- Saying and flagging -------------------------------------------------------------------------------------------------


def test_a_like_without_javascript_leads_back_and_can_be_undone(ranked, papers, recruiter, sign_in):
    client = sign_in(recruiter)

    response = client.post(at("say", ranked, papers[0]), {"act": "like", "next": at("feed", ranked) + "?show=liked"})
    liked = client.get(response.url)
    client.post(at("say", ranked, papers[0]) + "?act=clear")

    assert response.url == at("feed", ranked) + "?show=liked"
    assert papers[0].title in liked.text
    assert "?act=clear" in liked.text
    assert Opinion.objects.get().verdict == ""


def test_a_like_with_htmx_answers_with_the_card(ranked, papers, recruiter, sign_in):
    response = sign_in(recruiter, htmx=True).post(at("say", ranked, papers[0]), {"act": "dislike"})

    assert response.text.strip().startswith(f'<li data-item id="card-{papers[0].uuid}" class="feed-card is-judged"')
    assert "<html" not in response.text
    assert "The ranking learns" in response["HX-Trigger"]


@pytest.mark.parametrize(
    "data", [{"act": "adore"}, {}, {"act": "note", "note": " "}, {"act": "note", "note": "x" * 2001}]
)
def test_what_cannot_be_said_is_refused(ranked, papers, recruiter, sign_in, data):
    response = sign_in(recruiter, htmx=True).post(at("say", ranked, papers[0]), data)

    assert response.status_code == 422
    assert '"level": "error"' in response["HX-Trigger"]
    assert not Reading.objects.exists()


def test_a_flag_takes_the_teams_notes_along(ranked, papers, recruiter, hiring_manager, sign_in):
    ranked.members.add(hiring_manager)
    say_of_paper(watch=ranked, paper=papers[0], act=Act.NOTE, note="Elegant", by=hiring_manager)
    client = sign_in(recruiter)

    client.post(at("flag_from_feed", ranked, papers[0]), {"note": ""})
    queue = client.get("/sourcing/flagged/").text

    assert Evidence.objects.get().note == "Hari Manager: Elegant"
    assert "Writer tides 0" in queue
    assert "flagged by Rita Recruiter" in queue
    client.post(at("unflag_from_feed", ranked, papers[0]))
    assert "Nobody flagged yet" in client.get("/sourcing/flagged/").text


def test_a_flag_that_cannot_be_is_said(ranked, recruiter, sign_in):
    paper = factories.PaperFactory()

    response = sign_in(recruiter, htmx=True).post(at("flag_from_feed", ranked, paper))

    assert response.status_code == 422
    assert "Nobody can be told to have led" in response["HX-Trigger"]


def test_striking_and_more_like_this_teach_and_can_be_undone(ranked, papers, recruiter, sign_in):
    client = sign_in(recruiter)

    client.post(at("strike", ranked), {"term": "tide"})
    client.post(at("more_like_this", ranked, papers[3]))
    ranked.refresh_from_db()
    taught = (ranked.struck, list(ranked.seeds.all()), ranked.is_behind)
    client.post(at("strike", ranked) + "?term=tide&back=1")
    client.post(at("more_like_this", ranked, papers[3]) + "?back=1")

    ranked.refresh_from_db()
    assert taught == (["tide"], [papers[3]], True)
    assert (ranked.struck, list(ranked.seeds.all())) == ([], [])


# --- The digest ----------------------------------------------------------------------------------------------------------


def morning(hour=8, minute=30):
    """Half past eight of tomorrow in Tokyo; what was added today is new then."""
    import zoneinfo

    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    day = dt.datetime.now(tokyo) + dt.timedelta(hours=23)
    while not dt.timedelta(0) < day.replace(hour=8, minute=30) - dt.datetime.now(tokyo) < dt.timedelta(hours=24):
        day += dt.timedelta(days=1 if day.replace(hour=8, minute=30) < dt.datetime.now(tokyo) else -1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


@pytest.fixture
def member(recruiter):
    recruiter.time_zone = "Asia/Tokyo"
    recruiter.save()
    return recruiter


def test_one_digest_a_day_over_all_watches(ranked, papers, member):
    other = Watch.objects.create(name="Waves", added_by=member, threshold=-3)
    other.members.add(member)
    rank_watch_now(other)
    Place.objects.update(is_trial=False)

    (due,) = due_digests(morning(), {})

    assert due.recipient == member.pk
    assert due.subject == "20 papers worth reading today"
    assert due.body.startswith("Tides:\n- ")
    assert "\n\nWaves:\n- " in due.body
    assert due.key == next(due_digests(morning(8, 55), {})).key
    assert list(due_digests(morning(9, 0), {})) == []


def test_a_poor_day_sends_nothing(ranked, member):
    Watch.objects.update(threshold=9)

    assert list(due_digests(morning(), {})) == []


def test_what_was_judged_or_is_old_is_not_sent(ranked, papers, member):
    for paper in papers:
        say_of_paper(watch=ranked, paper=paper, act=Act.DISLIKE, by=member)

    assert list(due_digests(morning(), {})) == []
    assert list(due_digests(morning() + dt.timedelta(days=2), {})) == []


def test_a_digest_is_pointless_once_nobody_wants_it(ranked, member):
    key = f"watch-digest/{member.uuid}/2026-01-01"

    assert not digest_settled(key)
    Watch.objects.update(has_digest=False)
    assert digest_settled(key)
    assert list(due_digests(morning(), {})) == []
