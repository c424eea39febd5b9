from django.urls import path

from candidates.watches import sprint_views, views

urlpatterns = [
    path("sourcing/watches/", views.watches, name="watches"),
    path("sourcing/watches/new/", views.add_watch, name="add_watch"),
    path("sourcing/watches/<uuid:uuid>/", views.feed, name="feed"),
    path("sourcing/watches/<uuid:uuid>/edit/", views.edit_watch, name="edit_watch"),
    path("sourcing/watches/<uuid:uuid>/strike/", views.strike, name="strike"),
    path("sourcing/watches/<uuid:uuid>/sprints/", sprint_views.start, name="start_sprint"),
    path("sourcing/watches/<uuid:uuid>/papers/<uuid:paper>/say/", views.say, name="say"),
    path("sourcing/watches/<uuid:uuid>/papers/<uuid:paper>/flag/", views.flag_from_feed, name="flag_from_feed"),
    path("sourcing/watches/<uuid:uuid>/papers/<uuid:paper>/unflag/", views.unflag_from_feed, name="unflag_from_feed"),
    path("sourcing/watches/<uuid:uuid>/papers/<uuid:paper>/more/", views.more_like_this, name="more_like_this"),
    path("sourcing/sprints/<uuid:uuid>/", sprint_views.sprint, name="sprint"),
    path("sourcing/sprints/<uuid:uuid>/claim/", sprint_views.claim, name="claim_papers"),
    path("sourcing/sprints/<uuid:uuid>/papers/<uuid:paper>/read/", sprint_views.finish, name="finish_paper"),
    path("sourcing/flagged/", views.flagged, name="flagged"),
]
