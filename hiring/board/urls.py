from django.urls import path

from hiring.board import bulk_views, role_views, views
from hiring.roles.views import new_role

urlpatterns = [
    path("roles/", role_views.roles, name="roles"),
    path("roles/new/", new_role, name="new_role"),  # before any slug
    path("roles/<slug:slug>/", role_views.role, name="role"),
    path("roles/<slug:slug>/state/", role_views.open_or_hold, name="role_state"),
    path("roles/<slug:slug>/close/", role_views.close, name="close_role"),
    path("roles/<slug:slug>/add/", role_views.add, name="add_application"),
    path("roles/<slug:slug>/board/", views.board, name="board"),
    path("roles/<slug:slug>/board/more/", views.lane, name="lane"),
    path("roles/<slug:slug>/applications/", views.applications, name="applications"),
    path("roles/<slug:slug>/applications/export/", bulk_views.export, name="export_applications"),
    path("roles/<slug:slug>/applications/move/", bulk_views.bulk_move, name="bulk_move"),
    path("roles/<slug:slug>/applications/reject/", bulk_views.bulk_reject, name="bulk_reject"),
    path("candidates/applications/", bulk_views.add_many_to_role, name="add_many"),
    path("candidates/<uuid:candidate>/applications/", role_views.put_into_role, name="put_into_role"),
    path("applications/<uuid:application>/move/", views.move, name="move"),
]
