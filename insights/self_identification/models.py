"""What applicants say of themselves, apart from everything else that is kept of them."""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from insights.self_identification.questions import Question, read_questions
from workspace.rows import Row

SHIPPED = Path(__file__).with_name("questions.toml")


class CountryQuestions(Row):
    """What is asked of applicants for roles in one country. A role belongs to it where its location says one of `places`."""

    name = models.CharField(max_length=80, unique=True)
    is_on = models.BooleanField("Ask there", default=True)
    places = ArrayField(models.CharField(max_length=60))
    questions = models.TextField()

    class Meta:
        verbose_name_plural = "country questions"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> tuple[Question, ...]:
        return read_questions(self.questions)

    def covers(self, location: str) -> bool:
        """Whether a role at this location belongs to the country; whole words only, or “US” would be in Lausanne."""
        return any(re.search(rf"\b{re.escape(place)}\b", location, re.IGNORECASE) for place in self.places)


class SelfAnswer(models.Model):
    """What one person said of themselves.

    `person` is a keyed hash: nothing in the database leads from here to a candidate, and there is no time that could be laid beside another
    log. Rows are written by their author through a signed link, counted by `insights.fairness`, and read nowhere else.
    """

    person = models.CharField(max_length=64, primary_key=True)
    answers = models.JSONField(help_text="{question: answer}; who would rather not say is not in here.")

    def __str__(self) -> str:
        return "An answer"


def all_countries() -> list[CountryQuestions]:
    """Return what is asked where, with the shipped countries at first use."""
    found = list(CountryQuestions.objects.all())
    if found:
        return found
    for row in shipped():
        CountryQuestions.objects.get_or_create(name=row["name"], defaults=row)
    return list(CountryQuestions.objects.all())


def shipped() -> list[dict[str, Any]]:
    return [
        row | {"questions": row["questions"].strip()} for row in tomllib.loads(SHIPPED.read_text("utf-8"))["country"]
    ]


def country_of(location: str, countries: list[CountryQuestions]) -> CountryQuestions | None:
    """Return the country a role belongs to, of those where we ask; None where we do not."""
    return next((one for one in countries if one.is_on and one.covers(location)), None)
