"""Routes of the REST API, its schema and the page to browse it."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from candidates.people.api import CandidateResource
from hiring.pipeline.api import ApplicationResource, StageChangeResource
from hiring.roles.api import RoleResource
from interviews.decisions.api import DecisionResource
from interviews.schedule.api import InterviewResource
from interviews.scorecards.api import ScorecardResource
from workspace.api.problems import not_found
from workspace.web import open_to_all

router = SimpleRouter()
for prefix, resource in {
    "candidates": CandidateResource,
    "roles": RoleResource,
    "applications": ApplicationResource,
    "stage-changes": StageChangeResource,
    "interviews": InterviewResource,
    "scorecards": ScorecardResource,
    "decisions": DecisionResource,
}.items():
    router.register(prefix, resource, basename=prefix)

OPEN = {"authentication_classes": [], "permission_classes": [AllowAny]}
schema = open_to_all("The shape of the API is no secret; what is in it is.")(SpectacularAPIView.as_view(**OPEN))
docs = open_to_all("The shape of the API is no secret; what is in it is.")(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema", url_self="/api/docs/", **OPEN)
)

urlpatterns = [
    path("v1/", include(router.urls)),
    path("v1/schema/", schema, name="api-schema"),
    path("docs/", docs, name="api-docs"),
    re_path(r"^.*$", open_to_all("Says that there is nothing here.")(not_found)),
]
