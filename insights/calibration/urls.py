from django.urls import path

from insights.calibration import views

urlpatterns = [
    path("insights/calibration/", views.calibration, name="calibration"),
    path("insights/calibration/set/", views.shared_set, name="shared_set"),
    path("insights/calibration/set/<slug:competency>/", views.rate, name="rate_set"),
]
