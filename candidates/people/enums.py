from django.db import models


class Rung(models.IntegerChoices):
    """The ladder of evidence, in rising weight."""

    INTEREST = 1, "Interest in ML"
    SOFTWARE = 2, "Software engineering"
    BREADTH = 3, "Broad knowledge"
    PROJECTS = 4, "Gets ML projects done"
    CREATIVE = 5, "Thinks creatively in ML"


class IdentityKind(models.TextChoices):
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    ORCID = "orcid", "ORCID"
    OPENREVIEW = "openreview", "OpenReview"
    GITHUB = "github", "GitHub"
    SCHOLAR = "scholar", "Google Scholar"
    ARXIV = "arxiv", "arXiv author"
    LINKEDIN = "linkedin", "LinkedIn"
    HUGGINGFACE = "huggingface", "Hugging Face"
    HOMEPAGE = "homepage", "Home page"


class Audience(models.TextChoices):
    """Who may read a note or a file on a candidate: everyone who may see the candidate, or only those who recruit."""

    EVERYONE = "everyone", "Everyone on this candidate"
    RECRUITING = "recruiting", "Recruiters only"


class FileKind(models.TextChoices):
    CV = "cv", "CV"
    COVER_LETTER = "cover_letter", "Cover letter"
    WORK_SAMPLE = "work_sample", "Work sample"
    OTHER = "other", "Other"


class Judgement(models.IntegerChoices):
    """How good a piece of work is in one respect. Not judged is NULL, never zero."""

    WEAK = 1, "Weak"
    SOLID = 2, "Solid"
    OUTSTANDING = 3, "Outstanding"
