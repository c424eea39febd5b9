from django.urls import path

from candidates.harvest import views

urlpatterns = [
    path("sourcing/sources/", views.sources, name="sources"),
    path("sourcing/sources/connect/", views.connect, name="connect_source"),
    path("sourcing/sources/<uuid:uuid>/", views.source, name="source"),
    path("sourcing/sources/<uuid:uuid>/scope/", views.scope, name="source_scope"),
    path("sourcing/sources/<uuid:uuid>/run/", views.run, name="run_source"),
    path("sourcing/sources/<uuid:uuid>/stop/", views.stop, name="stop_source"),
    path("sourcing/sources/<uuid:uuid>/switch/", views.switch, name="switch_source"),
]
