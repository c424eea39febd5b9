from django.urls import path

from candidates.channels import views

urlpatterns = [
    path("channels/", views.channels, name="channels"),
    path("channels/new/", views.new_channel, name="new_channel"),
    path("channels/<slug:slug>/", views.channel_page, name="channel"),
]
