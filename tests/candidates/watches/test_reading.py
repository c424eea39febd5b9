import pytest

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.models import Candidate, Evidence, Opinion, Place, Reading, Watch, WatchFlag
from candidates.people.signals import candidate_copy_wanted
from candidates.privacy.actions import erase_candidate
from candidates.watches.actions import flag_leads, say_of_paper, seed_with, strike_term, unflag_leads
from candidates.watches.arranging import TRIAL_EVERY, arrange, blocking
from candidates.watches.enums import Act
from candidates.watches.ordering import rank_watch_now
from candidates.watches.queries import outcome_of
from candidates.watches.refusals import WatchError
from candidates.watches.tasks import rank_watch, rank_watches
from tests import factories

pytestmark = pytest.mark.django_db


def titles(watch):
    return list(Place.objects.filter(watch=watch).order_by("number").values_list("paper__title", flat=True))


def say(watch, paper, act, by, note=""):
    return say_of_paper(watch=watch, paper=paper, act=act, note=note, by=by)


def test_a_like_puts_its_like_first(watch, papers, recruiter):
    say(watch, papers[8], Act.LIKE, recruiter)

    rank_watch_now(watch)

    assert all(title.startswith("Parsers") for title in titles(watch)[:4])
    best = Place.objects.filter(watch=watch).order_by("number")[0]
    assert {term for term, _ in best.up} & {"parser", "dependency", "grammar", "syntax", "treebank"}


def test_ranking_twice_gives_the_same_places_and_the_task_learns_once(watch, papers, recruiter):
    say(watch, papers[0], Act.LIKE, recruiter)

    numbers = [rank_watch(watch.pk), rank_watch(watch.pk)]
    first = titles(watch)
    rank_watch_now(watch)

    assert numbers == [12, 0]
    assert titles(watch) == first
    assert rank_watch(0) == 0


def test_new_papers_are_ranked_by_the_clock_once(watch, papers):
    assert [rank_watches(), rank_watches()] == [1, 0]

    factories.PaperFactory(title="Tide gauges of harbour 99", categories=["cs.LG"])

    assert [rank_watches(), rank_watches()] == [1, 0]
    assert Place.objects.filter(watch=watch).count() == 13


def test_what_is_undone_no_longer_counts_and_the_log_keeps_both(watch, papers, recruiter):
    say(watch, papers[8], Act.LIKE, recruiter)
    say(watch, papers[8], Act.LIKE, recruiter)
    say(watch, papers[8], Act.CLEAR, recruiter)

    assert list(Reading.objects.order_by("pk").values_list("act", flat=True)) == ["like", "clear"]
    assert Opinion.objects.get().verdict == ""


def test_members_who_differ_teach_nothing(watch, papers, recruiter, hiring_manager):
    say(watch, papers[8], Act.LIKE, recruiter)
    say(watch, papers[8], Act.DISLIKE, hiring_manager)

    rank_watch_now(watch)

    assert set(Place.objects.filter(watch=watch).values_list("score", flat=True)) == {0.0}


def test_a_note_needs_words(watch, papers, recruiter):
    with pytest.raises(WatchError, match="Write something"):
        say(watch, papers[0], Act.NOTE, recruiter, note="  ")

    assert not Reading.objects.exists()


def test_a_struck_term_pushes_nothing_until_it_counts_again(watch, papers, recruiter):
    say(watch, papers[8], Act.LIKE, recruiter)
    strike_term(watch=watch, term=" Parser ")
    watch.refresh_from_db()
    rank_watch_now(watch)
    pushes = {term for place in Place.objects.all() for term, _ in (*place.up, *place.down)}

    strike_term(watch=watch, term="parser", back=True)
    watch.refresh_from_db()

    assert "dependency" in pushes
    assert not [term for term in pushes if "parser" in term]
    assert watch.struck == []
    with pytest.raises(WatchError, match="Name the term"):
        strike_term(watch=watch, term=" ")


def test_a_seed_ranks_like_a_like_and_stays_in_the_list(watch, papers):
    seed_with(watch=watch, paper=papers[1])

    rank_watch_now(watch)

    assert titles(watch)[0].startswith("Tide")
    assert papers[1].title in titles(watch)


def test_blocked_words_hide_and_whom_we_follow_is_never_hidden(watch, papers):
    watch.blocked, watch.followed = ["Parser"], ["Writer parsers 3"]
    watch.save()

    rank_watch_now(watch)

    hidden = Place.objects.filter(watch=watch).exclude(hidden_by="")
    assert hidden.count() == 5
    assert set(hidden.values_list("hidden_by", flat=True)) == {"Parser"}
    assert Place.objects.get(paper=papers[9]).follows == "Writer parsers 3"


def test_papers_of_whom_we_follow_come_from_any_category(watch, papers):
    other = factories.PaperFactory(title="Elsewhere", categories=["q-bio.NC"])
    factories.AuthorshipFactory(paper=other, position=2, name="Mei Lin")
    watch.followed = ["Mei Lin"]
    watch.save()

    rank_watch_now(watch)

    assert Place.objects.get(paper=other).follows == "Mei Lin"


def test_papers_without_a_day_do_not_crowd_out_the_newest(watch, papers, monkeypatch):
    monkeypatch.setattr("candidates.watches.pools.POOL", 4)
    monkeypatch.setattr("candidates.watches.pools.UNDATED", 1)
    for _ in range(3):
        factories.PaperFactory(title="Undated", categories=["cs.LG"], published_on=None)

    rank_watch_now(watch)

    assert sorted(titles(watch)) == [
        "Parsers of dependency grammar 4",
        "Parsers of dependency grammar 5",
        "Tide gauges of harbour 4",
        "Tide gauges of harbour 5",
        "Undated",
    ]


def test_every_seventh_place_is_a_trial_and_every_paper_comes_once():
    keys = [str(number) for number in range(300)]

    order = arrange(keys, seed="a")

    trials = [number for number, (_, is_trial) in enumerate(order, 1) if is_trial]
    assert sorted(key for key, _ in order) == sorted(keys)
    assert trials[:3] == [TRIAL_EVERY, 2 * TRIAL_EVERY, 3 * TRIAL_EVERY]
    assert all(75 <= int(key) < 225 for key, is_trial in order if is_trial)
    assert order == arrange(keys, seed="a")
    assert arrange([], seed="a") == []


def test_blocking_knows_plurals_and_phrases_and_not_parts_of_words():
    assert blocking("Surveys of tide gauges", ["survey"]) == "survey"
    assert blocking("A tide gauge", ["Tide Gauges"]) == "Tide Gauges"
    assert blocking("Surveyor", ["survey", "?", ""]) == ""


# --- Flagging ----------------------------------------------------------------------------------------------------------


def test_flagging_makes_the_first_author_a_prospect_with_paper_and_note(watch, papers, recruiter):
    flag_leads(watch=watch, paper=papers[0], note="Elegant proof", by=recruiter)
    flag_leads(watch=watch, paper=papers[0], by=recruiter)

    person = Candidate.objects.get()
    assert person.name == "Writer tides 0"
    assert Evidence.objects.get().note == "Elegant proof"
    assert (WatchFlag.objects.count(), WatchFlag.objects.get().candidate) == (1, person)


def test_all_who_contributed_equally_are_flagged_and_taken_back(watch, papers, recruiter):
    factories.AuthorshipFactory(paper=papers[0], position=2, name="Bo Quill", contributed_equally=True)
    factories.AuthorshipFactory(paper=papers[0], position=3, name="Cy Rune", contributed_equally=True)

    flagged = flag_leads(watch=watch, paper=papers[0], by=recruiter)

    assert [person.name for person in flagged] == ["Bo Quill", "Cy Rune"]
    assert unflag_leads(watch=watch, paper=papers[0], by=recruiter) == 2
    assert unflag_leads(watch=watch, paper=papers[0], by=recruiter) == 0
    assert not Candidate.objects.exists()


def test_nobody_is_flagged_where_the_order_is_alphabetical(watch, recruiter):
    paper = factories.PaperFactory()
    for position, name in enumerate(["Ada Ames", "Bo Bell", "Cy Cole", "Di Dorn"], 1):
        factories.AuthorshipFactory(paper=paper, position=position, name=name)

    with pytest.raises(WatchError, match="Nobody can be told to have led"):
        flag_leads(watch=watch, paper=paper, by=recruiter)
    assert not WatchFlag.objects.exists()


def test_the_outcome_counts_people_not_flags(watch, papers, recruiter):
    assert outcome_of(watch, recruiter) == ""
    (person,) = flag_leads(watch=watch, paper=papers[0], by=recruiter)
    flag_leads(watch=watch, paper=papers[1], by=recruiter)
    factories.InterviewFactory(application=factories.ApplicationFactory(candidate=person))

    assert outcome_of(watch, recruiter) == "2 flagged → 1 interviewed"


def test_a_merge_takes_flags_along_and_gives_them_back(watch, papers, recruiter):
    (absorbed,) = flag_leads(watch=watch, paper=papers[0], by=recruiter)
    kept = factories.CandidateFactory()

    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    assert WatchFlag.objects.get().candidate == kept
    undo_merge(merge=merge, by=recruiter)

    assert WatchFlag.objects.get().candidate == absorbed


def test_erasure_forgets_flags_notes_and_the_followed_name(watch, papers, recruiter):
    (person,) = flag_leads(watch=watch, paper=papers[0], by=recruiter)
    say(watch, papers[0], Act.NOTE, recruiter, note="She proved it alone")
    say(watch, papers[1], Act.NOTE, recruiter, note="Of somebody else")
    Watch.objects.update(followed=["Writer tides 0", "Mei Lin"])
    copies = [
        answer for _, answer in candidate_copy_wanted.send(Candidate, candidate=person, viewer=recruiter) if answer
    ]

    erase_candidate(candidate=person, by=recruiter)

    told = {key: rows for copy in copies for key, rows in copy.items()}
    assert [row["note"] for row in told["reading_notes"]] == ["She proved it alone"]
    assert (len(told["flagged_from"]), list(told["followed_in"])) == (1, [{"name": "Tides"}])
    assert not WatchFlag.objects.exists()
    assert list(Reading.objects.values_list("note", flat=True)) == ["Of somebody else"]
    assert Watch.objects.get().followed == ["Mei Lin"]
