"""Who is invited to an exam, and everything that reached us while they sat it."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q

from hiring.pipeline.models import Application
from interviews.exams.models import Exam
from interviews.questions.models import QuestionVersion
from interviews.questions.responses import Response
from interviews.questions.variants import Variant
from interviews.sittings.enums import Came, EventKind, HandedInBy
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User


class ExamInvitationQuerySet(models.QuerySet["ExamInvitation"]):
    def open(self) -> "ExamInvitationQuerySet":
        """Not withdrawn, and nothing handed in yet; its window may be over."""
        return self.filter(withdrawn_at=None).filter(Q(attempt=None) | Q(attempt__handed_in_at=None))

    def visible_to(self, user: User) -> "ExamInvitationQuerySet":
        """Those of applications in roles this user may see."""
        return self.filter(application__in=Application.objects.in_roles_of(user).values("pk"))


class ExamInvitation(Row):
    """One person may sit one exam, once, within a window. `link_number` goes into the link: a new link makes the old one worthless."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="invitations")
    application = models.ForeignKey(Application, models.CASCADE, related_name="exam_invitations")
    address = models.EmailField(max_length=254, blank=True, help_text="Where the link was sent.")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="Until when it can be begun.")
    extra_percent = models.PositiveSmallIntegerField(default=0, help_text="Extra time, in percent.")
    link_number = models.PositiveSmallIntegerField(default=1)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When the link was first opened.")
    request = models.TextField(blank=True, help_text="What the candidate asked to have adjusted.")
    requested_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, help_text="What the candidate was told.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExamInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["application", "-created_at"], name="exam_invitation_latest"),
            models.Index(fields=["closes_at"], name="exam_invitation_open", condition=Q(withdrawn_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="exam_invitation_has_a_window"),
            models.CheckConstraint(condition=Q(extra_percent__lte=200), name="exam_invitation_extra_time_plausible"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="exam_invitation_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.exam}"

    @property
    def waits_for_an_answer(self) -> bool:
        """Whether the candidate asked for something nobody has answered."""
        return self.requested_at is not None and self.answered_at is None


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def handed_in(self) -> "AttemptQuerySet":
        return self.exclude(handed_in_at=None)

    def visible_to(self, user: User) -> "AttemptQuerySet":
        """Those of applications in roles this user may see. What came of them is another question: see `results.rules`."""
        whole = Application.objects.in_roles_of(user).values("pk")
        return self.filter(invitation__application__in=whole)


class Attempt(Row):
    """One sitting. `code_name` is all that markers learn of whose it is; no page shows it beside a name."""

    invitation = models.OneToOneField(ExamInvitation, models.CASCADE, related_name="attempt")
    seed = models.BigIntegerField()
    code_name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(help_text="With extra time.")
    deadline = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.CharField(max_length=9, choices=HandedInBy, blank=True)
    ai_statement = models.TextField(blank=True, help_text="For what the candidate says they used AI tools.")
    device = models.CharField(max_length=36, blank=True, help_text="The device last heard from.")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["deadline"], name="attempt_under_way", condition=Q(handed_in_at=None)),
            models.Index(fields=["-started_at", "-id"], name="attempt_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gt=F("started_at")), name="attempt_has_time"),
            models.CheckConstraint(
                condition=Q(handed_in_at=None, handed_in_by="") | (Q(handed_in_at__isnull=False) & ~Q(handed_in_by="")),
                name="attempt_handed_in_somehow",
            ),
        ]

    def __str__(self) -> str:
        return self.code_name

    @property
    def is_running(self) -> bool:
        return self.handed_in_at is None


class AttemptItem(Row):
    """One question of one form. `share` and `is_void` are written by `results.marking` alone, `response` by `sittings.actions`.

    `response` is the answer that counts; None until there is one. `share` is its mark, from 0 to 1; None while it waits for a person.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    variant = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, help_text="What tells what was asked from other variants.")
    over_cap = models.BooleanField(default=False, help_text="Drawn although too many recent forms had it.")
    is_canary = models.BooleanField(default=False, help_text="A variant no other link was given.")
    response: Any = models.JSONField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="When its page was last asked for.")
    seconds = models.PositiveIntegerField(default=0, help_text="How long its page was looked at.")
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    is_void = models.BooleanField(default=False, help_text="Taken out of everybody’s score.")

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["question", "-id"], name="attempt_item_by_question"),
            models.Index(fields=["fingerprint"], name="attempt_item_canary", condition=Q(is_canary=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_item_place_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="attempt_item_share_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt}, {self.position}"

    @property
    def given(self) -> Response:
        """The answer that counts, empty where there is none."""
        return Response.from_json(self.response or {})

    @property
    def asked_variant(self) -> Variant:
        """What was asked, made anew; keep it where it is needed twice."""
        return self.question.variant(self.variant)


class Answer(AppendOnly):
    """One save of one question. All are kept; the one typed last counts, whichever arrived last. `save_id` makes a repeat harmless."""

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="answers")
    save_id = models.UUIDField()
    response: Any = models.JSONField(default=dict)
    typed_at = models.DateTimeField(
        help_text="By the server’s clock: when it arrived, less what the device says it waited."
    )
    received_at = models.DateTimeField()
    came = models.CharField(max_length=8, choices=Came)
    device = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ["typed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "save_id"], name="answer_saved_once")]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class AttemptEvent(AppendOnly):
    """Something about the sitting other than an answer. The candidate is shown the same counts."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=EventKind)
    happened_at: "models.DateTimeField[dt.datetime, dt.datetime]" = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0, help_text="How long somebody looked away.")

    class Meta:
        ordering = ["happened_at", "pk"]
        indexes = [models.Index(fields=["attempt", "kind"], name="attempt_event_by_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()
