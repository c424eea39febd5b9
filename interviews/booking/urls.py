from django.urls import path

from interviews.booking import public_views, views

urlpatterns = [
    path("loops/<uuid:search>/", views.loop_search, name="loop-search"),
    path("loops/<uuid:search>/book/", views.book_loop, name="book-loop"),
    path("loops/<uuid:search>/offer/", views.offer, name="offer-times"),
    path("bookings/<uuid:booking>/withdraw/", views.withdraw_booking, name="withdraw-booking"),
    path("times/<str:token>/", public_views.times, name="times"),
    path("times/<str:token>/choose/", public_views.choose, name="times-choose"),
    path("times/<str:token>/decline/", public_views.refuse, name="times-decline"),
    path("times/<str:token>/ask/", public_views.ask, name="times-ask"),
    path("times/<str:token>/needs/", public_views.adjust, name="times-needs"),
    path("times/<str:token>/interviews.ics", public_views.calendar, name="times-calendar"),
]
