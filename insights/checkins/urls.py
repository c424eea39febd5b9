from django.urls import path

from insights.checkins import views

urlpatterns = [
    path("insights/check-ins/", views.check_ins, name="check_ins"),
    path("insights/check-ins/<uuid:check_in>/", views.check_in, name="check_in"),
    path("insights/check-ins/hires/<uuid:application>/", views.start, name="set_start"),
]
