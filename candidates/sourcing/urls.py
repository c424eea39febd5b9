from django.urls import path

from candidates.sourcing import views

urlpatterns = [
    path("sourcing/", views.papers, name="papers"),
    path("sourcing/add/", views.paste, name="paste"),
    path("sourcing/papers/by-hand/", views.by_hand, name="by_hand"),
    path("sourcing/papers/<uuid:uuid>/", views.paper, name="paper"),
    path("sourcing/papers/<uuid:uuid>/flag/", views.flag, name="flag"),
    path("sourcing/papers/<uuid:uuid>/authors/<int:position>/unflag/", views.unflag, name="unflag"),
    path("sourcing/lookups/<uuid:uuid>/", views.lookup, name="lookup"),
    path("sourcing/lookups/<uuid:uuid>/retry/", views.retry_lookup, name="retry_lookup"),
]
