from django.urls import path

from insights.fairness import views

urlpatterns = [
    path("insights/fairness/", views.fairness, name="fairness"),
    path("insights/fairness/together/", views.together, name="fairness_together"),
    path("insights/fairness/flow.csv", views.flow, name="applicant_flow"),
    path("settings/fairness-readers/", views.readers, name="fairness_readers"),
    path("settings/fairness-readers/<uuid:uuid>/dismiss/", views.dismiss, name="dismiss_fairness_reader"),
]
