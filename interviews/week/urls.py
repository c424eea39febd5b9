from django.urls import path

from interviews.week import views

urlpatterns = [path("interviews/", views.week, name="week")]
