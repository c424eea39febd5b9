from django.urls import path

from candidates.conferences import encounter_views, views

urlpatterns = [
    path("sourcing/conferences/", views.conferences, name="conferences"),
    path("sourcing/conferences/new/", views.new_conference, name="new_conference"),
    path("sourcing/conferences/<uuid:uuid>/", views.conference, name="conference"),
    path("sourcing/conferences/<uuid:uuid>/edit/", views.edit_conference, name="edit_conference"),
    path("sourcing/conferences/<uuid:uuid>/trip/", views.trip, name="trip"),
    path("sourcing/conferences/<uuid:uuid>/meet/<uuid:candidate>/", views.claim, name="claim_meeting"),
    path("sourcing/meet/", encounter_views.meet, name="meet"),
    path("sourcing/meet/state/", encounter_views.meet_state, name="meet_state"),
    path("sourcing/meet/worker.js", encounter_views.meet_worker, name="meet_worker"),
    path("sourcing/encounters/", encounter_views.encounters, name="encounters"),
    path("sourcing/encounters/<uuid:uuid>/", encounter_views.encounter, name="encounter"),
    path("sourcing/encounters/<uuid:uuid>/attach/", encounter_views.attach, name="attach_encounter"),
    path("sourcing/encounters/<uuid:uuid>/detach/", encounter_views.detach, name="detach_encounter"),
    path("sourcing/encounters/<uuid:uuid>/done/", encounter_views.followed_up, name="followed_up"),
    path("sourcing/encounters/<uuid:uuid>/remove/", encounter_views.remove, name="remove_encounter"),
]
