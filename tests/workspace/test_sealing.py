import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.sealing import Unsealable, seal, unseal


@given(st.text(max_size=200))
def test_what_is_sealed_opens_again(text):
    assert unseal(seal(text)) == text


def test_a_seal_shows_nothing_and_never_twice_the_same():
    assert "app-password" not in seal("app-password")
    assert seal("app-password") != seal("app-password")


def test_an_old_key_still_opens_and_a_lost_one_does_not(settings):
    sealed = seal("app-password")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new one"

    with pytest.raises(Unsealable, match="Type it again"):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "app-password"


def test_a_seal_that_was_tampered_with_does_not_open():
    sealed = seal("app-password")

    with pytest.raises(Unsealable):
        unseal(sealed[:-4] + "AAA=")
