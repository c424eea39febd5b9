from django.urls import path

from insights.flow import views

urlpatterns = [
    path("insights/funnel/", views.funnel, name="funnel"),
    path("insights/time/", views.time, name="time"),
    path("insights/moves/", views.moves, name="moves"),
]
