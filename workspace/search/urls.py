from django.urls import path

from workspace.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("palette/", views.palette, name="palette"),
]
