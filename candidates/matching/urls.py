from django.urls import path

from candidates.matching import views

urlpatterns = [
    path("candidates/duplicates/", views.duplicates, name="duplicates"),
    path("candidates/duplicates/while-typing/", views.while_typing, name="duplicates_while_typing"),
    path("candidates/<uuid:uuid>/merge/", views.find_other, name="find_other"),
    path("candidates/<uuid:uuid>/merge/<uuid:other>/", views.compare, name="compare"),
    path("candidates/<uuid:uuid>/merge/<uuid:other>/no/", views.not_same, name="not_same"),
    path("candidates/<uuid:uuid>/merge/<uuid:other>/maybe/", views.same_again, name="same_again"),
    path("candidates/merges/<uuid:uuid>/undo/", views.part, name="undo_merge"),
]
