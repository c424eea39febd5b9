from django.urls import path

from workspace.aids import views

urlpatterns = [path("aids/", views.aids, name="aids")]
