import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interviews.take_homes.enums import CleanState
from interviews.take_homes.handing_in import hand_in, replace_raters_file
from interviews.take_homes.refusals import HandInRefused
from interviews.take_homes.tasks import clean_file, clean_what_waits
from tests.workspace.files.test_cleaning import packed
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
