import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from interviews.take_homes.enums import CleanState
from interviews.take_homes.handing_in import confirm, hand_in, replace_raters_file
from interviews.take_homes.queries import standing_of
from interviews.take_homes.raters import ask_raters
from interviews.take_homes.refusals import HandInRefused
from interviews.take_homes.reminders import TAKE_HOME_NEWS
from interviews.take_homes.showing import FileState, shown
from interviews.take_homes.tasks import clean_file, clean_what_waits
from tests.workspace.files.test_cleaning import WITH_PICTURE, packed, pdf
from workspace.files.tasks import read_text
from workspace.models import StoredFile


def upload(content=b"Noise helps, a little."):
    return SimpleUploadedFile("zorbatek.txt", content)


def test_a_file_is_cleaned_once_under_the_take_homes_code(media, take_home):
    made = hand_in(take_home=take_home, upload=upload())

    assert [clean_file(made.pk), clean_file(made.pk)] == [CleanState.CLEANED, "nothing to do"]
    made.refresh_from_db()
    assert made.raters_file.name == f"{take_home.code}.txt"
    assert StoredFile.objects.count() == 2


def test_what_cannot_be_opened_is_said_and_not_tried_again(media, take_home):
    made = hand_in(take_home=take_home, upload=upload(b"%PDF-1.4 and nothing else"))

    assert [clean_file(made.pk), clean_file(made.pk)] == [CleanState.FAILED, "nothing to do"]


def test_what_was_not_cleaned_is_enqueued_again(media, take_home, monkeypatch):
    enqueued = []
    monkeypatch.setattr(clean_file, "delay", enqueued.append)
    made = hand_in(take_home=take_home, upload=upload())

    assert [clean_what_waits(), clean_what_waits()] == [1, 1]
    assert enqueued == [made.pk, made.pk]
    clean_file(made.pk)
    assert clean_what_waits() == 0


def test_an_archive_is_not_cleaned_and_can_be_replaced_by_hand(media, take_home, recruiter):
    made = hand_in(take_home=take_home, upload=upload(packed(**{"solve.py": b"print(1)"})), is_final=True)
    assert made.clean_state == CleanState.NOT_POSSIBLE

    replaced = replace_raters_file(take_home=take_home, upload=upload(b"print(1)"), by=recruiter)

    assert (replaced.clean_state, replaced.raters_file.size) == (CleanState.BY_HAND, 8)
    with pytest.raises(HandInRefused, match="not accepted"):
        replace_raters_file(take_home=take_home, upload=upload(b"MZ\x00\x01"), by=recruiter)


@pytest.fixture
def with_picture(media, take_home):
    """A PDF whose words name nobody, with a picture between them, as it is once it was cleaned and read."""
    made = hand_in(take_home=take_home, upload=upload(pdf(WITH_PICTURE, "Nobody")), is_final=True)
    clean_file(made.pk)
    made.refresh_from_db()
    for file in (made.file, made.raters_file):
        read_text(file.pk)
    return standing_of(take_home)


def test_a_file_with_pictures_waits_until_somebody_looked(with_picture, take_home, recruiter, sign_in):
    state = shown(take_home, with_picture)

    assert with_picture.unread_parts == 1
    assert (state.file_state, state.file) == (FileState.PICTURES, None)
    assert state.file_text.text.split() == ["Noise", "helps", "a", "little"]
    page = sign_in(recruiter).get(reverse("interviews:take-home", args=[take_home.uuid])).content.decode()
    assert "it holds pictures" in page
    assert "I looked: the file names nobody" in page
    [news] = TAKE_HOME_NEWS.due(timezone.now(), {})
    assert "Its file holds pictures" in news.body

    standing = confirm(take_home=take_home, what="file", by=recruiter)

    assert shown(take_home, standing).file_state is FileState.GIVEN
    [news] = TAKE_HOME_NEWS.due(timezone.now(), {})
    assert "pictures" not in news.body


def test_a_file_with_pictures_that_was_cleaned_by_hand_is_given(with_picture, take_home, recruiter):
    replaced = replace_raters_file(take_home=take_home, upload=upload(pdf(WITH_PICTURE, "Nobody")), by=recruiter)
    read_text(replaced.raters_file.pk)

    assert shown(take_home, standing_of(take_home)).file_state is FileState.GIVEN


def test_raters_read_that_a_file_waits(with_picture, take_home, maya, recruiter, sign_in):
    [rating] = ask_raters(take_home=take_home, users=[maya], by=recruiter)

    page = sign_in(maya).get(reverse("interviews:rate-take-home", args=[rating.uuid])).content.decode()

    assert "somebody has made sure that it names nobody" in page
    assert reverse("interviews:take-home-raters-file", args=[rating.uuid]) not in page
