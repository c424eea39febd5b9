from django.urls import path

from insights.trips import views

urlpatterns = [path("insights/trips/", views.trips, name="trips")]
