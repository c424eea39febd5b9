"""The workspace's tables, gathered from its feature folders."""

from workspace.activity.models import Activity
from workspace.files.models import StoredFile
from workspace.mail.models import Mail
from workspace.reminders.models import Notification, ReminderChoice, ReminderSetting
from workspace.staff.models import Invitation, Organisation, User
from workspace.tokens.models import ApiToken, IdempotencyKey

__all__ = [
    "Activity",
    "ApiToken",
    "IdempotencyKey",
    "Invitation",
    "Mail",
    "Notification",
    "Organisation",
    "ReminderChoice",
    "ReminderSetting",
    "StoredFile",
    "User",
]
