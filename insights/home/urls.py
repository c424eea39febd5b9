from django.urls import path

from insights.home import views

urlpatterns = [path("", views.home, name="home")]
