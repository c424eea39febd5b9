from django.urls import path

from interviews.works import views

urlpatterns = [
    path("interviews/<uuid:interview>/work/", views.work, name="work"),
    path("interviews/<uuid:interview>/work/choose/", views.choose, name="choose-work"),
    path("interviews/<uuid:interview>/work/judge/", views.judge, name="judge-work"),
]
