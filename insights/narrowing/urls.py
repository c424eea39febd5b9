from django.urls import path

from insights.narrowing import views

urlpatterns = [
    path("insights/views/", views.save_dashboard, name="save_dashboard"),
    path("insights/views/<uuid:uuid>/drop/", views.drop_dashboard, name="drop_dashboard"),
]
