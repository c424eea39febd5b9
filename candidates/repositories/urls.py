from django.urls import path

from candidates.repositories import views

urlpatterns = [
    path("sourcing/code/", views.code_list, name="code_list"),
    path("sourcing/code/add/", views.add_code, name="add_code"),
    path("sourcing/code/<uuid:uuid>/", views.code, name="code"),
    path("sourcing/code/<uuid:uuid>/refresh/", views.refresh_code, name="refresh_code"),
    path("sourcing/code/<uuid:uuid>/paper/", views.name_code_paper, name="name_code_paper"),
    path("sourcing/code/<uuid:uuid>/verdict/", views.code_verdict, name="code_verdict"),
    path("sourcing/code/<uuid:uuid>/number/", views.code_number, name="code_number"),
    path("sourcing/code/<uuid:uuid>/judge/", views.judge_code, name="judge_code"),
    path("sourcing/code/<uuid:uuid>/aside/", views.set_code_aside, name="set_code_aside"),
    path("sourcing/code/<uuid:uuid>/meet/", views.meet, name="meet_implementer"),
    path("sourcing/code/<uuid:uuid>/release/", views.release_implementer, name="release_implementer"),
    path("sourcing/papers/<uuid:uuid>/code/", views.find_code, name="find_code"),
]
