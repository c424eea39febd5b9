from django.urls import path

from candidates.conflicts import views

urlpatterns = [
    path("profile/ties/", views.own_ties, name="own_ties"),
    path("profile/ties/<uuid:uuid>/remove/", views.take_back_tie, name="take_back_tie"),
    path("candidates/<uuid:uuid>/conflicts/", views.conflicts_with, name="conflicts"),
    path("conflicts/<uuid:uuid>/recuse/", views.recuse, name="recuse"),
    path("conflicts/<uuid:uuid>/clear/", views.clear, name="clear_conflict"),
    path("settings/conflicts/", views.all_conflicts, name="all_conflicts"),
]
