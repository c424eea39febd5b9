from django.urls import path

from interviews.proposals import views

urlpatterns = [
    path("applications/<uuid:application>/loop/", views.loop, name="loop"),
]
