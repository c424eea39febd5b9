from django.urls import path

from workspace.staff import views

urlpatterns = [
    path("settings/", views.settings_home, name="settings"),
    path("settings/organisation/", views.organisation, name="organisation"),
    path("settings/people/", views.people, name="people"),
    path("settings/people/<uuid:uuid>/", views.person, name="person"),
    path("settings/people/<uuid:uuid>/access/", views.change_access, name="change_access"),
    path("settings/invitations/<uuid:uuid>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
]
