from django.urls import path

from workspace.shell import views

urlpatterns = [
    path("theme/", views.choose_theme, name="theme"),
    path("style/", views.style, name="style"),
]
