from django.urls import path

from interviews.scorecards import views

urlpatterns = [
    path("interviews/scorecards/<uuid:scorecard>/", views.scorecard, name="scorecard"),
    path("interviews/scorecards/<uuid:scorecard>/submit/", views.submit, name="submit-scorecard"),
    path("interviews/scorecards/<uuid:scorecard>/renew/", views.renew, name="renew-scorecard"),
    path("interviews/scorecards/<uuid:scorecard>/draft/", views.autosave, name="autosave-scorecard"),
    path("interviews/scorecards/<uuid:scorecard>/amend/", views.amend, name="amend-scorecard"),
]
