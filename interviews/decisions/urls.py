from django.urls import path

from interviews.decisions import views

urlpatterns = [
    path("applications/<uuid:application>/debrief/", views.debrief, name="debrief"),
    path("applications/<uuid:application>/decide/", views.decide, name="decide"),
    path("decisions/<uuid:decision>/answer/", views.answer, name="answer_decision"),
]
