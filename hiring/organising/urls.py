from django.urls import path

from hiring.organising import views

urlpatterns = [
    path("settings/competencies/", views.competencies, name="competencies"),
    path("settings/competencies/new/", views.new_competency, name="new_competency"),
    path("settings/competencies/<slug:slug>/", views.competency, name="competency"),
    path("settings/profiles/", views.profiles, name="profiles"),
    path("settings/profiles/<slug:slug>/", views.profile, name="profile"),
    path("settings/stages/", views.templates, name="templates"),
    path("settings/stages/<slug:slug>/", views.template, name="template"),
]
