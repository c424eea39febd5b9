from django.urls import path

from candidates.privacy import views

urlpatterns = [
    path("candidates/<uuid:uuid>/erase/", views.erase, name="erase"),
    path("candidates/<uuid:uuid>/copy.zip", views.copy, name="copy"),
]
