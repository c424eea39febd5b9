from django.urls import path

from interviews.exams import views

urlpatterns = [
    path("interviews/exams/", views.exams, name="exams"),
    path("interviews/exams/new/", views.new, name="new-exam"),
    path("interviews/exams/<slug:slug>/", views.exam_page, name="exam"),
    path("interviews/exams/<slug:slug>/<int:version>/", views.exam_page, name="exam-version"),
    path("interviews/exams/<slug:slug>/edit/", views.edit, name="edit-exam"),
    path("interviews/exams/<slug:slug>/retire/", views.retire, name="retire-exam"),
]
