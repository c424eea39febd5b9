from django.urls import path

from interviews.take_homes import candidate_views, rater_views, staff_views

urlpatterns = [
    path("take-home/<str:token>/", candidate_views.work, name="take-home-work"),
    path("take-home/<str:token>/hand-in/", candidate_views.submit, name="take-home-hand-in"),
    path("take-home/<str:token>/finished/", candidate_views.final, name="take-home-finished"),
    path("take-home/<str:token>/decline/", candidate_views.decline, name="take-home-decline"),
    path("applications/<uuid:application>/take-homes/give/", staff_views.give, name="give-take-home"),
    path("roles/<slug:slug>/take-homes/", staff_views.rule, name="take-home-rule"),
    path("interviews/take-homes/<uuid:take_home>/", staff_views.take_home_page, name="take-home"),
    path("interviews/take-homes/<uuid:take_home>/extend/", staff_views.extend, name="extend-take-home"),
    path("interviews/take-homes/<uuid:take_home>/withdraw/", staff_views.withdraw, name="withdraw-take-home"),
    path("interviews/take-homes/<uuid:take_home>/ask/", staff_views.ask, name="ask-take-home-raters"),
    path("interviews/take-homes/<uuid:take_home>/release/", staff_views.release, name="release-take-home-rater"),
    path("interviews/take-homes/<uuid:take_home>/cover/", staff_views.cover, name="cover-take-home"),
    path("interviews/take-homes/<uuid:take_home>/replace/", staff_views.replace, name="replace-take-home-file"),
    path("interviews/take-homes/<uuid:take_home>/confirm/", staff_views.say_clean, name="confirm-take-home"),
    path("interviews/take-homes/<uuid:take_home>/original/", staff_views.original, name="take-home-original"),
    path("interviews/to-rate/<uuid:rating>/", rater_views.rate, name="rate-take-home"),
    path("interviews/to-rate/<uuid:rating>/submit/", rater_views.submit, name="submit-take-home-rating"),
    path("interviews/to-rate/<uuid:rating>/draft/", rater_views.autosave, name="autosave-take-home-rating"),
    path("interviews/to-rate/<uuid:rating>/know/", rater_views.know, name="know-take-home"),
    path("interviews/to-rate/<uuid:rating>/file/", rater_views.file, name="take-home-raters-file"),
]
