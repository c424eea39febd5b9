from django.urls import path

from candidates.people import file_views, list_views, views

urlpatterns = [
    path("candidates/", list_views.candidate_list, name="list"),
    path("candidates/export.csv", list_views.export, name="export"),
    path("candidates/bulk/", list_views.bulk, name="bulk"),
    path("candidates/views/", list_views.save_view, name="save_view"),
    path("candidates/views/<uuid:uuid>/drop/", list_views.drop_view, name="drop_view"),
    path("candidates/add/", views.add, name="add"),
    path("candidates/<uuid:uuid>/", views.candidate_page, name="candidate"),
    path("candidates/<uuid:uuid>/more/", views.more, name="more"),
    path("candidates/<uuid:uuid>/edit/", views.edit, name="edit"),
    path("candidates/<uuid:uuid>/notes/", views.note, name="note"),
    path("candidates/<uuid:uuid>/identities/", views.identity, name="identity"),
    path("candidates/<uuid:uuid>/evidence/", views.evidence, name="evidence"),
    path("candidates/<uuid:uuid>/evidence/<uuid:row>/judge/", views.judge, name="judge"),
    path("candidates/<uuid:uuid>/follow-up/", views.follow_up, name="follow_up"),
    path("candidates/<uuid:uuid>/do-not-contact/", views.do_not_contact, name="do_not_contact"),
    path("candidates/<uuid:uuid>/files/", file_views.upload, name="upload"),
    path("candidates/files/<uuid:uuid>/", file_views.file, name="file"),
    path("candidates/<uuid:uuid>/<slug:kind>/<uuid:row>/remove/", views.remove, name="remove"),
    path("candidates/<uuid:uuid>/<slug:kind>/<uuid:row>/restore/", views.restore, name="restore"),
]
