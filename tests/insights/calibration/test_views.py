import pytest
from django.urls import reverse
from django.utils import timezone

from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.calibration.samples import sample_sets
from tests import factories

SET = sample_sets()[0]
URL = reverse("insights:rate_set", args=[SET.competency])
CHOSEN = {f"{sample.slug}-level": 2 for sample in SET.samples} | {
    f"{sample.slug}-mark": "just_above" for sample in SET.samples
}


@pytest.fixture
def measured(interviewer):
    AgreementFigure.objects.create(
        coefficient="icc1",
        scale="strength",
        value=0.6,
        low=0.52,
        high=0.7,
        shrunk=0.55,
        things=60,
        raters=7,
        words="moderate",
        measured_at=timezone.now(),
    )
    for person in (interviewer, factories.UserFactory(name="Olaf Harsh")):
        SeverityFigure.objects.create(
            user=person,
            scale="strength",
            ratings=14,
            shift=-0.4,
            low=-0.7,
            high=-0.1,
            words="rates lower than others",
            measured_at=timezone.now(),
        )


def test_leads_see_agreement_and_everybody_others_only_themselves(
    measured, hiring_manager, admin, recruiter, interviewer, sign_in
):
    for lead in (hiring_manager, admin):
        body = sign_in(lead).get(reverse("insights:calibration")).content.decode()
        assert all(words in body for words in ("0.52 to 0.70", "60 pairs by 7 people", "moderate", "Olaf Harsh"))
    for other in (recruiter, interviewer):
        assert sign_in(other).get(reverse("insights:calibration")).status_code == 403

    body = sign_in(interviewer).get(reverse("insights:shared_set")).content.decode()
    assert ("rates lower than others" in body, "Olaf" in body, "0.52" in body) == (True, False, False)


def test_others_ratings_are_shown_once_ones_own_are_in(interviewer, recruiter, sign_in):
    sign_in(recruiter).post(URL, CHOSEN)
    client = sign_in(interviewer)
    before = client.get(URL).content.decode()
    assert ("Which anchor it meets" in before, SET.samples[0].discussion[:30] in before) == (False, False)

    part = client.post(URL, {**CHOSEN, f"{SET.samples[1].slug}-level": ""})
    assert part.status_code == 422
    assert 'value="2" ' in part.content.decode().replace("checked", " ")
    assert not CalibrationRating.objects.filter(user=interviewer).exists()

    after = client.post(URL, CHOSEN, follow=True).content.decode()
    assert "Which anchor it meets" in after
    assert "2 raters" in after
    assert "The first ratings stand" in client.post(URL, CHOSEN).content.decode()


def test_unknown_set_is_not_found(interviewer, sign_in):
    assert sign_in(interviewer).get(reverse("insights:rate_set", args=["juggling"])).status_code == 404


def test_shared_set_says_what_is_asked_and_how_long_it_takes(interviewer, sign_in):
    client = sign_in(interviewer)
    sets = client.get(reverse("insights:shared_set")).context["sets"]
    body = client.get(reverse("insights:shared_set")).content.decode()

    assert len(sets.asked) == 2
    assert len(sets.others) == len(sample_sets()) - 2
    assert f"about {sets.minutes} minutes" in body
    assert body.count("to rate") == 2

    for line in sets.asked:
        chosen = {f"{one.slug}-level": 2 for one in line.of.samples} | {
            f"{one.slug}-mark": "just_above" for one in line.of.samples
        }
        client.post(reverse("insights:rate_set", args=[line.of.competency]), chosen)
    body = client.get(reverse("insights:shared_set")).content.decode()
    assert '<span class="text-secondary small">about' not in body
    assert "to rate" not in body
