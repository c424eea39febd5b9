"""Root urls. Each app's urls.py gathers those of its feature folders."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

# The operators' admin has a form of its own that asks for no second factor and counts no failures; theirs is everybody's.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "config.outage.explain_error"

urlpatterns = [
    path("health/", include("config.health")),
    path("accounts/", include("config.accounts")),
    path("api/", include("config.api")),
    path("", include("insights.urls")),
    path("", include("candidates.urls")),
    path("", include("hiring.urls")),
    path("", include("interviews.urls")),
    path("", include("workspace.urls")),
    path(f"{settings.OPERATOR_ADMIN_PATH}/", admin.site.urls),
]
