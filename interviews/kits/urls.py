from django.urls import path

from interviews.kits import views

urlpatterns = [
    path("interviews/kits/", views.kits, name="kits"),
    path("interviews/kits/new/", views.new, name="new-kit"),
    path("interviews/kits/<slug:slug>/", views.kit_page, name="current-kit"),
    path("interviews/kits/<slug:slug>/<int:version>/", views.kit_page, name="kit"),
    path("interviews/kits/<slug:slug>/<int:version>/handout/", views.handout, name="kit-handout"),
    path("interviews/kits/<slug:slug>/<int:version>/changes/", views.changes, name="kit-changes"),
    path("interviews/kits/<slug:slug>/<int:version>/copy/", views.copy, name="copy-kit"),
    path("interviews/kits/<slug:slug>/restore/", views.restore, name="restore-kit"),
    path("interviews/kit-coverage/", views.coverage, name="kit-coverage"),
    path("interviews/kits/<slug:slug>/edit/", views.edit, name="edit-kit"),
    path("interviews/kits/<slug:slug>/retire/", views.retire, name="retire-kit"),
    path("interviews/assessment-types/", views.assessment_types, name="assessment-types"),
    path("interviews/assessment-types/<slug:slug>/", views.assessment_type, name="assessment-type"),
]
