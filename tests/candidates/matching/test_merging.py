import datetime as dt

import pytest
from django.utils import timezone

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.matching.models import NotSamePerson, Proposal
from candidates.matching.signals import MergeRefused
from candidates.models import Candidate, CandidateFile, Evidence, Identity, Note
from candidates.people.actions import set_do_not_contact
from candidates.people.queries import particulars, readable_files, readable_notes, timeline
from candidates.people.records import write_note
from tests import factories
from workspace.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db):
    candidate = factories.CandidateFactory(name="Odalys Brenninkmeyer")
    factories.IdentityFactory(candidate=candidate, kind="email", value="odalys@tides.example")
    return candidate


@pytest.fixture
def absorbed(db):
    candidate = factories.CandidateFactory(name="O. Brenninkmeyer", headline="PhD student", location="Porto")
    factories.IdentityFactory(candidate=candidate, kind="email", value="odalys@tides.example")
    factories.IdentityFactory(candidate=candidate, kind="github", value="odalys")
    return candidate


def snapshot():
    """Everything a merge may touch, to compare before and after."""
    return {
        "people": list(
            Candidate.objects.order_by("pk").values_list(
                "pk",
                "name",
                "headline",
                "location",
                "channel",
                "owner",
                "merged_into",
                "do_not_contact",
                "follow_up_on",
            )
        ),
        "identities": list(Identity.objects.order_by("pk").values_list("pk", "candidate")),
        "evidence": list(Evidence.objects.order_by("pk").values_list("pk", "candidate", "note")),
        "notes": list(Note.objects.order_by("pk").values_list("pk", "candidate", "audience")),
        "files": list(CandidateFile.objects.order_by("pk").values_list("pk", "candidate", "audience")),
        "tags": sorted(Candidate.tags.through.objects.values_list("candidate", "tag")),
        "places": sorted(Candidate.objects.filter(authorships__isnull=False).values_list("pk", "authorships")),
        "applications": sorted(Candidate.objects.filter(applications__isnull=False).values_list("pk", "applications")),
    }


def attach(candidate, audience="everyone"):
    file = StoredFile.objects.create(
        name="cv.pdf", content_type="application/pdf", size=1, sha256=f"{candidate.pk:064d}"
    )
    return CandidateFile.objects.create(candidate=candidate, file=file, audience=audience)


def fill(kept, absorbed, role):
    """Give both records some of everything."""
    shared = factories.PaperFactory()
    for candidate, words in ((kept, "Careful."), (absorbed, "Bold.")):
        factories.EvidenceFactory(candidate=candidate, paper=shared, note=words)
        factories.EvidenceFactory(candidate=candidate)
        factories.NoteFactory(candidate=candidate)
        attach(candidate)
        candidate.tags.create(name=f"tag of {candidate.pk}")
    factories.AuthorshipFactory(candidate=absorbed)
    factories.ApplicationFactory(candidate=absorbed, role=role)


def test_merge_moves_what_is_new_and_fills_what_is_empty(kept, absorbed, recruiter, role):
    fill(kept, absorbed, role)

    merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    kept.refresh_from_db()
    assert (kept.name, kept.headline, kept.location) == ("Odalys Brenninkmeyer", "PhD student", "Porto")
    assert sorted(kept.identities.values_list("kind", "value")) == [
        ("email", "odalys@tides.example"),
        ("github", "odalys"),
    ]
    assert kept.evidence.count() == 3
    assert kept.evidence.get(paper__isnull=False).note == "Careful.\n\nBold."
    assert (kept.notes.count(), kept.files.count(), kept.tags.count()) == (2, 2, 2)
    assert (kept.authorships.count(), kept.applications.count()) == (1, 1)
    assert list(Candidate.objects.visible_to(recruiter)) == [kept]
    assert Candidate.objects.present().matching("porto").get() == kept


def test_merge_and_undo_leave_everything_as_it_was(kept, absorbed, recruiter, role):
    fill(kept, absorbed, role)
    before = snapshot()

    undo_merge(merge=merge_candidates(kept=kept, absorbed=absorbed, by=recruiter), by=recruiter)

    assert snapshot() == before


def test_undo_keeps_what_was_changed_since(kept, absorbed, recruiter, role):
    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    Candidate.objects.filter(pk=kept.pk).update(headline="Doctor now")
    note = write_note(candidate=kept, text="Called.", by=recruiter)

    undo_merge(merge=merge, by=recruiter)

    kept.refresh_from_db()
    note.refresh_from_db()
    assert (kept.headline, kept.location) == ("Doctor now", "")
    assert note.candidate == kept


def test_merge_widens_nobodys_access_to_notes_and_files(kept, absorbed, recruiter, hiring_manager, stranger, role):
    """Each manager could read of one record only, and reads no more after the merge."""
    factories.ApplicationFactory(candidate=kept, role=role)
    factories.ApplicationFactory(candidate=absorbed, role=factories.RoleFactory(hiring_manager=stranger))
    for candidate in (kept, absorbed):
        factories.NoteFactory(candidate=candidate)
        attach(candidate)

    def read(user):
        seen = Candidate.objects.visible_to(user)
        return {row.pk for one in seen for row in readable_notes(one, user)}, {row.pk for row in readable_files(user)}

    before = {user: read(user) for user in (hiring_manager, stranger)}
    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    after = {user: read(user) for user in (hiring_manager, stranger)}

    for user in (hiring_manager, stranger):
        assert after[user][0] <= before[user][0]
        assert after[user][1] <= before[user][1]
    assert len(readable_notes(kept, recruiter)) == 2
    undo_merge(merge=merge, by=recruiter)
    assert {user: read(user) for user in (hiring_manager, stranger)} == before


def test_merge_keeps_the_wish_not_to_be_contacted(kept, absorbed, recruiter):
    Candidate.objects.filter(pk=kept.pk).update(follow_up_on=timezone.localdate(), follow_up_by=recruiter)
    set_do_not_contact(candidate=absorbed, value=True, by=recruiter)

    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    kept.refresh_from_db()
    assert (kept.do_not_contact, kept.follow_up_on) == (True, None)
    undo_merge(merge=merge, by=recruiter)
    kept.refresh_from_db()
    assert (kept.do_not_contact, kept.follow_up_on) == (False, timezone.localdate())


def test_merge_takes_a_follow_up_over(kept, absorbed, recruiter):
    day = timezone.localdate() + dt.timedelta(days=3)
    Candidate.objects.filter(pk=absorbed.pk).update(follow_up_on=day, follow_up_by=recruiter, follow_up_note="Ask.")

    merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    kept.refresh_from_db()
    assert (kept.follow_up_on, kept.follow_up_by, kept.follow_up_note) == (day, recruiter, "Ask.")


def test_merge_shows_both_histories(kept, absorbed, recruiter):
    write_note(candidate=absorbed, text="Met.", by=recruiter)
    merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    words = [line.words for line in timeline(kept, recruiter, absorbed=particulars(kept).absorbed)]

    assert words == ["merged another record into", "wrote a note on"]


def test_merge_forgets_proposals_and_verdicts_about_the_two(kept, absorbed, recruiter):
    Proposal.objects.create(first=kept, second=absorbed, likeness=3)
    NotSamePerson.objects.create(first=kept, second=absorbed, said_by=recruiter)

    merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    assert not Proposal.objects.exists()
    assert not NotSamePerson.objects.exists()


def test_merges_in_a_chain_are_undone_from_the_last(kept, absorbed, recruiter):
    third = factories.CandidateFactory()
    first = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    second = merge_candidates(kept=third, absorbed=kept, by=recruiter)
    absorbed.refresh_from_db()

    with pytest.raises(MergeRefused, match="later merge first"):
        undo_merge(merge=first, by=recruiter)
    assert absorbed.merged_into == third
    undo_merge(merge=second, by=recruiter)
    undo_merge(merge=first, by=recruiter)

    assert Candidate.objects.present().count() == 3


def test_merge_undone_twice_is_refused(kept, absorbed, recruiter):
    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    undo_merge(merge=merge, by=recruiter)

    with pytest.raises(MergeRefused, match="undone already"):
        undo_merge(merge=merge, by=recruiter)


def test_merge_of_what_is_not_there_is_refused(kept, absorbed, recruiter):
    merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    with pytest.raises(MergeRefused, match="merged or erased"):
        merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    with pytest.raises(MergeRefused, match="one record already"):
        merge_candidates(kept=kept, absorbed=kept, by=recruiter)


def test_merge_of_two_authors_of_one_paper_is_refused(kept, absorbed, recruiter):
    paper = factories.PaperFactory()
    factories.AuthorshipFactory(paper=paper, candidate=kept)
    factories.AuthorshipFactory(paper=paper, candidate=absorbed, position=2)
    before = snapshot()

    with pytest.raises(MergeRefused, match="two people"):
        merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    assert snapshot() == before


def test_merge_of_two_active_on_one_role_is_refused_whole(kept, absorbed, recruiter, role):
    factories.ApplicationFactory(candidate=kept, role=role)
    factories.ApplicationFactory(candidate=absorbed, role=role)
    before = snapshot()

    with pytest.raises(MergeRefused, match="Both are active"):
        merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)

    assert snapshot() == before
