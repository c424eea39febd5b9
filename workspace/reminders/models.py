"""What was said to whom. A reminder's row is its memory: it exists once, whatever is restarted or run twice."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from workspace.access import Walls
from workspace.mail.models import Mail
from workspace.rows import Row
from workspace.staff.models import User

# Features higher up say about whom somebody must learn nothing: each gives the candidates' uuids.
walls_before_notices = Walls()


class NotificationQuerySet(models.QuerySet["Notification"]):
    def open_to(self, user: User) -> "NotificationQuerySet":
        """Leave out what is about people this user must learn nothing of, by now."""
        return self.exclude(walls_before_notices.q(user, "candidate"))

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(Row):
    """An in-app notice; with a `key`, a reminder. `mail` is the letter that carries it: its own, or a digest's."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300, blank=True)
    candidate = models.UUIDField(null=True, blank=True, db_index=True, help_text="The person it is about, for erasure.")
    is_shown = models.BooleanField(default=True, help_text="False where the person turned notices of this kind off.")
    wants_mail = models.BooleanField(default=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notifications")
    stale_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notification_once_ever")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_newest"),
            models.Index(fields=["user"], name="notification_unread", condition=Q(read_at=None, is_shown=True)),
            models.Index(fields=["user"], name="notification_for_digest", condition=Q(mail=None, wants_mail=True)),
        ]

    def __str__(self) -> str:
        return self.subject


class ReminderSetting(Row):
    """The administrator's times for one kind of reminder: hours per step, in the order the kind declares them."""

    kind = models.CharField(max_length=40, unique=True)
    is_on = models.BooleanField(default=True)
    hours = ArrayField(models.IntegerField(), default=list, blank=True)

    def __str__(self) -> str:
        return self.kind


class ReminderChoice(Row):
    """What one person turned off."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reminder_choices")
    kind = models.CharField(max_length=40)
    by_mail = models.BooleanField(default=True)
    in_app = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="reminder_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
