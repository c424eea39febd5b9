from django.urls import path

from interviews.sittings import candidate_views, staff_views

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
    path("applications/<uuid:application>/exams/invite/", staff_views.invite, name="invite-to-exam"),
    path("interviews/exam-invitations/<uuid:invitation>/", staff_views.invitation_page, name="exam-invitation"),
    path("interviews/exam-invitations/<uuid:invitation>/change/", staff_views.change, name="change-exam-invitation"),
    path(
        "interviews/exam-invitations/<uuid:invitation>/withdraw/",
        staff_views.withdraw,
        name="withdraw-exam-invitation",
    ),
    path("interviews/exam-invitations/<uuid:invitation>/renew/", staff_views.renew, name="renew-exam-link"),
]
