from django.urls import path

from workspace.tokens import views

urlpatterns = [
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<uuid:uuid>/revoke/", views.revoke, name="revoke_token"),
]
