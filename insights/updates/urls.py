from django.urls import path

from insights.updates import team_views, views

urlpatterns = [
    path("insights/updates/", views.updates, name="updates"),
    path("insights/updates/<uuid:uuid>/", views.update, name="update"),
    path("insights/updates/<uuid:uuid>/edit/", views.edit, name="edit_update"),
    path("insights/updates/<uuid:uuid>/state/", views.change_state, name="update_state"),
    path("insights/updates/<uuid:uuid>/anew/", views.anew, name="write_update_anew"),
    path("insights/updates/<uuid:uuid>/update.pdf", views.paper, name="update_paper"),
    path("insights/updates/teams/<uuid:team>/", team_views.plan, name="update_plan"),
    path("insights/updates/teams/<uuid:team>/draft/", team_views.draft, name="draft_update"),
    path("insights/updates/teams/<uuid:team>/readers/", team_views.add_reader, name="add_update_reader"),
    path(
        "insights/updates/teams/<uuid:team>/readers/<uuid:reader>/remove/",
        team_views.remove_reader,
        name="remove_update_reader",
    ),
]
