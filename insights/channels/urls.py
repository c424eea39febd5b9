from django.urls import path

from insights.channels import views

urlpatterns = [
    path("insights/channels/", views.channels, name="channels"),
    path("insights/reading/", views.reading, name="reading"),
]
