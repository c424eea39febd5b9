from django.urls import path

from insights.forecast import views

urlpatterns = [
    path("insights/forecast/", views.forecasts, name="forecasts"),
    path("insights/forecast/<slug:slug>/", views.role_forecast, name="role_forecast"),
]
