from django.urls import path

from hiring.roles import stage_views, views

urlpatterns = [
    path("roles/<slug:slug>/edit/", views.change_role, name="edit_role"),
    path("roles/<slug:slug>/stages/", stage_views.stages, name="stages"),
    path("roles/<slug:slug>/members/add/", views.join, name="add_member"),
    path("roles/<slug:slug>/members/remove/", views.leave, name="remove_member"),
]
