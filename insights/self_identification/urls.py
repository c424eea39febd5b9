from django.urls import path

from insights.self_identification import views

urlpatterns = [
    path("self-identification/<str:token>/", views.own_page, name="self_identification"),
    path("settings/voluntary-questions/", views.countries, name="self_identification_countries"),
    path("settings/voluntary-questions/new/", views.new_country, name="new_self_identification_country"),
    path("settings/voluntary-questions/<uuid:uuid>/", views.edit_country, name="self_identification_country"),
]
