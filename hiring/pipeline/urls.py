from django.urls import path

from hiring.pipeline import views

urlpatterns = [
    path("applications/<uuid:application>/", views.application, name="application"),
    path("applications/<uuid:application>/reject/", views.reject, name="reject"),
    path("applications/<uuid:application>/withdraw/", views.withdraw, name="withdraw"),
    path("applications/<uuid:application>/hire/", views.hire, name="hire"),
    path("applications/<uuid:application>/reopen/", views.reopen, name="reopen"),
    path("applications/<uuid:application>/notes/", views.note, name="note"),
    path("changes/<uuid:change>/undo/", views.undo, name="undo_change"),
    path("changes/batch/<uuid:batch>/undo/", views.undo_many, name="undo_batch"),
]
