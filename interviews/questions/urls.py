from django.urls import path

from interviews.questions import views, writing_views

urlpatterns = [
    path("interviews/questions/", views.questions, name="questions"),
    path("interviews/questions/new/", writing_views.new, name="new-question"),
    path("interviews/questions/import/", writing_views.import_questions, name="import-questions"),
    path("interviews/questions/export/", views.export, name="export-questions"),
    path("interviews/questions/leaks/", views.leaks, name="question-leaks"),
    path("interviews/questions/<slug:slug>/", views.question_page, name="question"),
    path("interviews/questions/<slug:slug>/edit/", writing_views.edit, name="edit-question"),
    path("interviews/questions/<slug:slug>/state/", writing_views.state, name="question-state"),
    path("interviews/questions/<slug:slug>/authors/", writing_views.authors, name="question-authors"),
    path("interviews/questions/<slug:slug>/pass-rating/", writing_views.pass_rating, name="rate-pass"),
]
