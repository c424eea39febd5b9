from django.db import models


class Persona(models.TextChoices):
    """What somebody comes to do; it decides their home and their rights. Interviewing needs no persona, only an assignment."""

    ADMIN = "admin", "Admin"
    RECRUITER = "recruiter", "Recruiter"
    HIRING_MANAGER = "hiring_manager", "Hiring manager"
    INTERVIEWER = "interviewer", "Interviewer"


class Side(models.TextChoices):
    """Panels mix the two sides, so the page can say which one is missing."""

    RESEARCHER = "researcher", "Researcher"
    ENGINEER = "engineer", "Engineer"
    OTHER = "other", "Other"


class Theme(models.TextChoices):
    AUTO = "auto", "Like the device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class MailRhythm(models.TextChoices):
    AT_ONCE = "at_once", "At once"
    DIGEST = "digest", "One digest a day"
