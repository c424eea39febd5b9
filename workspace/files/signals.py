"""What stored files tell those above them."""

from django.dispatch import Signal

# A file's text has been read and saved. Arguments: file.
file_read = Signal()
