from django.urls import path

from interviews.results import views

urlpatterns = [
    path("interviews/exams/<slug:slug>/attempts/", views.attempts, name="attempts"),
    path("interviews/attempts/<uuid:attempt>/", views.attempt_page, name="attempt"),
    path("interviews/attempts/<uuid:attempt>/rule/", views.rule, name="rule-on-attempt"),
    path("interviews/attempts/<uuid:attempt>/support/", views.support, name="support-bar"),
    path("interviews/attempts/<uuid:attempt>/late/", views.late, name="count-late-answers"),
    path("interviews/marking/", views.desk, name="marking-desk"),
    path("interviews/marking/again/<slug:slug>/", views.again, name="mark-again"),
]
