from django.urls import path

from interviews.training import views

urlpatterns = [
    path("interviews/training/", views.training, name="training"),
    path("interviews/training/start/", views.start, name="start-training"),
    path("interviews/training/types/<slug:slug>/", views.require, name="require-training"),
    path("interviews/training/<uuid:uuid>/sign/", views.sign, name="sign-training"),
    path("interviews/training/<uuid:uuid>/pause/", views.pause, name="pause-training"),
    path("interviews/training/<uuid:uuid>/resume/", views.resume, name="resume-training"),
]
