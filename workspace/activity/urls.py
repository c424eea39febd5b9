from django.urls import path

from workspace.activity import views

urlpatterns = [path("settings/activity/", views.log, name="activity_log")]
