from django.urls import path

from candidates.channels import cost_views, views

urlpatterns = [
    path("channels/", views.channels, name="channels"),
    path("channels/new/", views.new_channel, name="new_channel"),
    path("channels/<slug:slug>/", views.channel_page, name="channel"),
    path("channels/<slug:slug>/costs/", cost_views.costs, name="channel_costs"),
    path("channels/costs/<uuid:uuid>/remove/", cost_views.remove, name="remove_channel_cost"),
    path("channels/costs/<uuid:uuid>/restore/", cost_views.restore, name="restore_channel_cost"),
]
