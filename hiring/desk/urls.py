from django.urls import path

from hiring.desk import views

urlpatterns = [path("roles/<slug:slug>/desk/", views.desk, name="desk")]
