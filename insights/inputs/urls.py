from django.urls import path

from insights.inputs import views

urlpatterns = [
    path("insights/inputs/", views.inputs, name="inputs"),
    path("insights/inputs/plan/", views.input_plan, name="input_plan"),
    path("insights/inputs/rows/<slug:measure>/", views.input_rows, name="input_rows"),
]
