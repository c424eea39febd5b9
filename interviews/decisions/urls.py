from django.urls import path

from interviews.decisions import asking, gap_views, views

urlpatterns = [
    path("applications/<uuid:application>/debrief/", views.debrief, name="debrief"),
    path("applications/<uuid:application>/debrief/more/", views.more, name="debrief_more"),
    path("applications/<uuid:application>/decide/", views.decide, name="decide"),
    path("decisions/<uuid:decision>/answer/", views.answer, name="answer_decision"),
    path("decisions/<uuid:decision>/undo/", views.undo, name="undo_decision"),
    path("decisions/<uuid:decision>/gap/", gap_views.gap, name="gap"),
    path("applications/<uuid:application>/second-rating/", asking.ask, name="ask_second_rating"),
    path("second-ratings/<uuid:wish>/withdraw/", asking.withdraw, name="withdraw_second_rating"),
]
