"""What the outbox tells those above it."""

from django.dispatch import Signal

# A mail came to rest: sent, refused for good, uncertain or dropped. In the transaction that says so. Arguments: mail.
mail_settled = Signal()
