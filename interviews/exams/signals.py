"""What exams tell those above them."""

from django.dispatch import Signal

# An exam's page is being put together: receivers return `Panel`s. Arguments: exam, viewer.
exam_shown = Signal()
