from django.urls import path

from interviews.traces import views

urlpatterns = [path("interviews/questions/leaks/trace/", views.trace, name="trace-text")]
