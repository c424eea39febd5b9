"""What conversations tell those above them. All are sent inside the transaction that makes them true."""

from django.dispatch import Signal

# A message has left. Arguments: message.
message_sent = Signal()

# Somebody answered, in person. Arguments: message.
reply_received = Signal()

# We write no more in a conversation. Arguments: conversation.
conversation_stopped = Signal()

# A mail with an iCalendar object came in. A receiver that returns something true has taken it, and it is nothing else. Arguments: mail.
calendar_mail_received = Signal()
