from django.urls import path

from candidates.identity import views

urlpatterns = [
    path("sourcing/identity/", views.desk, name="identity_desk"),
    path("sourcing/identity/<uuid:uuid>/accept/", views.accept, name="accept_link"),
    path("sourcing/identity/<uuid:uuid>/apart/", views.apart, name="keep_mention_apart"),
    path("sourcing/identity/<uuid:uuid>/undo/", views.undo, name="undo_link"),
    path("candidates/<uuid:uuid>/mentions/<uuid:mention>/split/", views.split, name="split_mention"),
]
