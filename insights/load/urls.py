from django.urls import path

from insights.load import views

urlpatterns = [path("insights/interviewers/", views.interviewers, name="interviewers")]
