from django.urls import path

from interviews.plans import views

urlpatterns = [
    path("applications/<uuid:application>/plan/", views.plan, name="plan"),
    path("applications/<uuid:application>/hypotheses/", views.hypotheses, name="hypotheses"),
]
