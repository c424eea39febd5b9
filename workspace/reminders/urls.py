from django.urls import path

from workspace.reminders import views

urlpatterns = [
    path("settings/reminders/", views.reminder_times, name="reminder_times"),
    path("settings/mails/<uuid:uuid>/again/", views.mail_again, name="mail_again"),
]
