from django.urls import path

from interviews.elsewhere import views

urlpatterns = [
    path("applications/<uuid:application>/elsewhere/", views.start, name="start_elsewhere"),
]
