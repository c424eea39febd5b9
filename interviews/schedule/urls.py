from django.urls import path

from interviews.schedule import views

urlpatterns = [
    path("applications/<uuid:application>/interviews/book/", views.book, name="book"),
    path("interviews/calendar/", views.calendar, name="calendar"),
    path("interviews/<uuid:interview>/", views.interview_page, name="interview"),
    path("interviews/<uuid:interview>/reschedule/", views.reschedule, name="reschedule"),
    path("interviews/<uuid:interview>/people/", views.reassign, name="reassign"),
    path("interviews/<uuid:interview>/cancel/", views.cancel, name="cancel"),
    path("interviews/<uuid:interview>/interview.ics", views.calendar_file, name="calendar-file"),
]
