from django.urls import path

from interviews.sittings import candidate_views

urlpatterns = [
    path("exam/<str:token>/", candidate_views.sit, name="sit"),
    path("exam/<str:token>/adjust/", candidate_views.adjust, name="sit-adjust"),
    path("exam/<str:token>/practice/", candidate_views.practice, name="sit-practice"),
    path("exam/<str:token>/begin/", candidate_views.start, name="sit-begin"),
    path("exam/<str:token>/<int:position>/", candidate_views.question, name="sit-question"),
    path("exam/<str:token>/<int:position>/save/", candidate_views.save, name="sit-save"),
    path("exam/<str:token>/seen/", candidate_views.seen, name="sit-seen"),
    path("exam/<str:token>/review/", candidate_views.review, name="sit-review"),
    path("exam/<str:token>/hand-in/", candidate_views.submit, name="sit-hand-in"),
    path("exam/<str:token>/worker.js", candidate_views.worker, name="sit-worker"),
]
