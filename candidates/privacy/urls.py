from django.urls import path

from candidates.privacy import clock_views, views

urlpatterns = [
    path("candidates/<uuid:uuid>/erase/", views.erase, name="erase"),
    path("candidates/<uuid:uuid>/copy.zip", views.copy, name="copy"),
    path("candidates/<uuid:uuid>/told/", clock_views.told, name="told"),
    path("candidates/<uuid:uuid>/objection/", clock_views.note_objection, name="note_objection"),
    path("candidates/<uuid:uuid>/delay/", clock_views.delay, name="delay"),
    path("candidates/<uuid:uuid>/delay/undo/", clock_views.undo_delay, name="take_back_delay"),
    path("sourcing/untold/", clock_views.untold_people, name="untold"),
    path("settings/privacy/", clock_views.privacy, name="privacy"),
    path("settings/privacy/lift/", clock_views.lift, name="lift_objection"),
    path("settings/privacy/words/", clock_views.words, name="privacy_words"),
    path("objection/<str:token>/", clock_views.objection, name="objection"),
]
