"""Addresses for roles that a person can read."""

from django.utils.text import slugify

from hiring.roles.models import Role


def free_slug(title: str) -> str:
    """Return an unused slug for a role of this title. One query."""
    stem = slugify(title)[:120] or "role"
    taken = {"new"} | set(Role.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
