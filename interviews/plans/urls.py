from django.urls import path

from interviews.plans import role_views, views

urlpatterns = [
    path("applications/<uuid:application>/plan/", views.plan, name="plan"),
    path("applications/<uuid:application>/hypotheses/", views.hypotheses, name="hypotheses"),
    path("roles/<slug:slug>/plan/", role_views.role_plan, name="role-plan"),
    path("roles/<slug:slug>/plan/kits/", role_views.plan_kits, name="plan-kits"),
    path("roles/<slug:slug>/plan/rule/", role_views.rule, name="rule"),
]
