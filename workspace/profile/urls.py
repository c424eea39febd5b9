from django.urls import path

from workspace.profile import views

urlpatterns = [path("profile/", views.profile, name="profile")]
