from django.urls import path

from insights.reasons import views

urlpatterns = [path("insights/reasons/", views.reasons, name="reasons")]
