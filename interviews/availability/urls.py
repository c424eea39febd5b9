from django.urls import path

from interviews.availability import team_views, views

urlpatterns = [
    path("me/hours/", views.hours, name="hours"),
    path("me/hours/off/", views.add_off, name="add-day-off"),
    path("me/hours/off/<uuid:uuid>/remove/", views.remove_off, name="remove-day-off"),
    path("me/calendars/", views.add_calendar, name="add-calendar"),
    path("me/calendars/<uuid:uuid>/", views.change_calendar, name="change-calendar"),
    path("me/feed/", views.change_feed, name="change-feed"),
    path("calendars/<str:secret>.ics", views.feed, name="feed"),
    path("interviews/team/", team_views.team, name="team-load"),
    path("interviews/team/policy/", team_views.policy, name="load-policy"),
    path("interviews/team/holidays/", team_views.add_holiday, name="add-holiday"),
    path("interviews/team/holidays/<uuid:uuid>/remove/", team_views.remove_holiday, name="remove-holiday"),
]
