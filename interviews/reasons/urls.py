from django.urls import path

from interviews.reasons import views

urlpatterns = [
    path("applications/<uuid:application>/reasons/", views.letter, name="reasons"),
]
