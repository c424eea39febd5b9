from django.urls import path

from insights.funnel import views

urlpatterns = [
    path("insights/", views.overview, name="overview"),
    path("insights/applications/", views.applications, name="applications"),
]
