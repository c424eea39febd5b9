from django.urls import path

from candidates.imports import views

urlpatterns = [
    path("candidates/import/", views.people, name="import"),
    path("sourcing/import/", views.papers, name="bibtex"),
    path("candidates/import/<uuid:uuid>/", views.batch, name="import_batch"),
    path("candidates/import/<uuid:uuid>/columns/", views.columns, name="import_columns"),
    path("candidates/import/<uuid:uuid>/run/", views.run, name="import_run"),
    path("candidates/import/<uuid:uuid>/undo/", views.undo, name="import_undo"),
    path("candidates/import/<uuid:uuid>/discard/", views.discard, name="import_discard"),
    path("candidates/import/rows/<uuid:uuid>/decide/", views.decide, name="import_decide"),
]
