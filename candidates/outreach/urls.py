from django.urls import path

from candidates.outreach import sequence_views, template_views, views, webhooks

urlpatterns = [
    path("sourcing/outreach/", views.queue, name="outreach"),
    path("sourcing/outreach/templates/", template_views.templates, name="letter_templates"),
    path("sourcing/outreach/templates/new/", template_views.new_template, name="new_letter_template"),
    path("sourcing/outreach/templates/<uuid:uuid>/", template_views.template_page, name="letter_template"),
    path("sourcing/outreach/sequences/", sequence_views.sequences, name="sequences"),
    path("sourcing/outreach/sequences/new/", sequence_views.new_sequence, name="new_sequence"),
    path("sourcing/outreach/sequences/<uuid:uuid>/", sequence_views.sequence_page, name="sequence"),
    path("sourcing/outreach/conversations/<uuid:uuid>/follow/end/", views.end_following, name="end_following"),
    path("sourcing/outreach/conversations/<uuid:uuid>/stop/", views.stop, name="stop_conversation"),
    path("sourcing/outreach/messages/<uuid:uuid>/discard/", views.discard, name="discard_draft"),
    path("sourcing/outreach/messages/<uuid:uuid>/handled/", views.handled, name="message_handled"),
    path("sourcing/outreach/messages/<uuid:uuid>/judge/", views.judge_answer, name="judge_answer"),
    path("sourcing/outreach/addresses/<uuid:uuid>/works/", views.address_works, name="address_works"),
    path("mail/inbound/", webhooks.inbound_mail, name="inbound_mail"),
    path("candidates/<uuid:uuid>/write/", views.write, name="write"),
    path("candidates/<uuid:uuid>/write/take-over/", views.take, name="take_over"),
    path("settings/proof-points/", template_views.proof_points, name="proof_points"),
    path("settings/proof-points/<uuid:uuid>/", template_views.proof_point, name="proof_point"),
    path("settings/proof-points/<uuid:uuid>/drop/", template_views.drop_proof_point, name="drop_proof_point"),
    path("settings/outreach/", template_views.policy, name="outreach_policy"),
]
