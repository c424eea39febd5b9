import uuid

import pytest
from django.db.models.functions import Length

from candidates.people.models import Note
from tests import factories
from workspace.staff.enums import Persona
from workspace.staff.models import User
from workspace.written import NotWritten, WrittenOnce, written_once


@pytest.fixture
def no_trial(monkeypatch):
    """As in production."""
    monkeypatch.setattr(WrittenOnce, "is_on_trial", False)


def counted(ask):
    """A query written once, and the list of the calls in which Django had to word it."""
    worded = []

    def asked(*arguments):
        worded.append(arguments)
        return ask(*arguments)

    asked.__name__ = asked.__qualname__ = "asked"
    return written_once(asked), worded


def test_each_call_reads_the_rows_of_its_own_values(no_trial, recruiter, interviewer, count_queries):
    by_key, worded = counted(lambda key: User.objects.filter(pk=key))

    assert (by_key(recruiter.pk), by_key(interviewer.pk), by_key(-1)) == ([recruiter], [interviewer], [])
    # Once for the marks and once to compare; from then on never again.
    assert len(worded) == 2
    assert count_queries(lambda: by_key(recruiter.pk)) == 1


def test_rows_are_what_the_query_set_would_have_read(no_trial, recruiter):
    note = factories.NoteFactory(author=recruiter)

    def ask(who):
        return Note.objects.filter(author=who).select_related("author").defer("text").annotate(letters=Length("text"))

    whole, _ = counted(ask)
    words, _ = counted(lambda email: User.objects.filter(email=email).values_list("name", "uuid"))
    flat, _ = counted(lambda one: User.objects.filter(uuid=one).values_list("pk", flat=True))

    [first], [again] = whole(recruiter), whole(recruiter)

    assert (first, again.author.name, again.get_deferred_fields()) == (note, recruiter.name, {"text"})
    assert again.letters == len(note.text)
    assert words(recruiter.email) == [(recruiter.name, recruiter.uuid)]
    assert flat(recruiter.uuid) == [recruiter.pk]
    assert flat(uuid.uuid4()) == []


def test_personas_and_switches_have_wordings_of_their_own(no_trial, recruiter, hiring_manager):
    def ask(viewer, is_all):
        return (
            User.objects.all() if is_all or viewer.persona == Persona.RECRUITER else User.objects.filter(pk=viewer.pk)
        )

    seen, _ = counted(ask)

    assert set(seen(recruiter, False)) == {recruiter, hiring_manager}
    assert seen(hiring_manager, False) == [hiring_manager]
    assert set(seen(hiring_manager, True)) == {recruiter, hiring_manager}


def test_values_between_others_keep_their_places(no_trial, recruiter, interviewer):
    found, _ = counted(
        lambda name, key, persona: User.objects.filter(persona=persona, pk=key, name=name, is_active=True)
    )

    assert found(recruiter.name, recruiter.pk, Persona.RECRUITER) == [recruiter]
    assert found(interviewer.name, interviewer.pk, Persona.INTERVIEWER) == [interviewer]
    assert found(interviewer.name, recruiter.pk, Persona.RECRUITER) == []


def test_tuples_are_kept_by_their_length(no_trial, recruiter, interviewer):
    found, worded = counted(lambda keys, names: User.objects.filter(pk__in=keys, name__in=names).order_by("pk"))
    both = sorted([recruiter, interviewer], key=lambda user: user.pk)

    assert found((recruiter.pk, interviewer.pk), (recruiter.name,)) == [recruiter]
    assert found((interviewer.pk, recruiter.pk), (interviewer.name,)) == [interviewer]
    assert len(worded) == 2
    assert found((interviewer.pk, recruiter.pk), (interviewer.name, recruiter.name)) == both


def test_lists_of_keys_are_kept_whatever_their_length(no_trial, recruiter, interviewer):
    found, worded = counted(lambda keys: User.objects.filter(pk__among=keys).order_by("pk"))

    assert [found([recruiter.pk]), found([]), found([interviewer.pk, interviewer.pk])] == [
        [recruiter],
        [],
        [interviewer],
    ]
    assert len(worded) == 2


def looks_at_the_world(recruiter):
    seen = []

    def ask(key):
        seen.append(key)
        return User.objects.filter(pk__gte=-len(seen), name=recruiter.name)

    return ask


def looks_at_the_users_name(recruiter):
    return lambda viewer: User.objects.filter(name=viewer.name)


def changes_the_value(recruiter):
    return lambda key: User.objects.filter(pk=key + 1 - 1, name__in=[f"{key}", recruiter.name])


def reads_beside(recruiter):
    return lambda key: User.objects.filter(pk=key).prefetch_related("groups")


def finds_nothing(recruiter):
    return lambda key: User.objects.none()


@pytest.mark.parametrize(
    "make", [looks_at_the_world, looks_at_the_users_name, changes_the_value, reads_beside, finds_nothing]
)
def test_what_cannot_be_kept_is_worded_anew_each_time_and_a_test_tells(make, recruiter, monkeypatch):
    ask = make(recruiter)
    argument = recruiter if make is looks_at_the_users_name else recruiter.pk
    expected = [] if make is finds_nothing else [recruiter]

    with pytest.raises(NotWritten):
        written_once(ask)(argument)

    monkeypatch.setattr(WrittenOnce, "is_on_trial", False)
    kept = written_once(ask)
    assert [kept(argument), kept(argument)] == [expected, expected]


def test_a_wording_that_no_longer_holds_is_found_in_tests(recruiter):
    names = [recruiter.name]
    by_name, _ = counted(lambda key: User.objects.filter(pk=key, name=names[0]))
    by_name(recruiter.pk)

    names[0] = "somebody else"

    with pytest.raises(NotWritten):
        by_name(recruiter.pk)


def test_shapes_without_end_are_not_kept(no_trial, recruiter):
    named, worded = counted(lambda names: User.objects.filter(name__in=names))

    for number in range(60):
        assert named(frozenset({recruiter.name, str(number)})) == [recruiter]

    # Two for each kept one, one for each later.
    assert len(worded) == 2 * 50 + 10


def test_arguments_by_name_are_refused(recruiter):
    by_key, _ = counted(lambda key: User.objects.filter(pk=key))

    with pytest.raises(TypeError, match="by place"):
        by_key(key=recruiter.pk)
