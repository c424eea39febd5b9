import pytest

from candidates.outreach.actions import keep_draft, send_message
from candidates.outreach.models import Message
from candidates.people.models import Motivation
from tests import factories
from workspace.mail.actions import deliver_due_mail


@pytest.fixture
def elin(db):
    """Somebody with an address, a paper, and a reader's note on it."""
    person = factories.CandidateFactory(name="Elin Vasquez")
    factories.IdentityFactory(candidate=person, value="elin@uni.example")
    return person


@pytest.fixture
def paper(elin, recruiter):
    return factories.EvidenceFactory(
        candidate=elin,
        rung=5,
        title="Grasping with diffusion policies",
        url="https://arxiv.org/abs/2601.00001",
        paper=factories.PaperFactory(),
        note="The ablation on glass objects is the honest kind",
        noted_by=recruiter,
    )


@pytest.fixture
def wants_data(elin):
    wish = Motivation.objects.create(slug="data", wants="Having interesting data", position=4)
    elin.motivations.add(wish)
    return wish


@pytest.fixture
def draft(elin):
    """Return a function that keeps a letter to Elin."""

    def keep(
        by, *, to=elin, address="elin@uni.example", subject="Your paper", body="Hello Elin,\n\nmay we talk?", **more
    ):
        return keep_draft(candidate=to, address=address, subject=subject, body=body, by=by, **more)

    return keep


@pytest.fixture
def send(draft):
    """Return a function that writes to Elin, and lets the outbox carry it unless told not to."""

    def write(by, *, deliver=True, now=None, **more):
        message = send_message(message=draft(by, **more), now=now, by=by)
        if deliver:
            deliver_due_mail()
        return Message.objects.get(pk=message.pk)

    return write
