from django.urls import path

from interviews.handovers import views

urlpatterns = [
    path("interviews/scorecards/<uuid:scorecard>/later/", views.later, name="snooze_scorecard"),
    path("interviews/scorecards/<uuid:scorecard>/decline/", views.decline, name="decline_scorecard"),
    path("interviews/scorecards/<uuid:scorecard>/hand-over/", views.give, name="hand_over_scorecard"),
]
