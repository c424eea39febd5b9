from django.urls import path

from workspace.notices import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/bell/", views.bell, name="bell"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("notifications/<uuid:uuid>/", views.open_notice, name="open_notice"),
]
