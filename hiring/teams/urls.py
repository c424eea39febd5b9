from django.urls import path

from hiring.teams import views

urlpatterns = [
    path("teams/", views.teams, name="teams"),
    path("teams/new/", views.new_team, name="new_team"),
    path("teams/<uuid:team>/", views.team, name="team"),
    path("teams/<uuid:team>/edit/", views.change_team, name="edit_team"),
]
