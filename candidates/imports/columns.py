"""Which column of somebody's file means what: guessed from its heading, in a few languages."""

import enum
import re
from collections.abc import Sequence

from candidates.people.names import fold


class Field(enum.StrEnum):
    """What a column may hold."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    PHONE = "phone"
    HEADLINE = "headline"
    COMPANY = "company"
    LOCATION = "location"
    ORCID = "orcid"
    OPENREVIEW = "openreview"
    GITHUB = "github"
    SCHOLAR = "scholar"
    LINKEDIN = "linkedin"
    HUGGINGFACE = "huggingface"
    HOMEPAGE = "homepage"
    LINKS = "links"
    TAGS = "tags"
    CHANNEL = "channel"
    NOTE = "note"
    IGNORE = ""

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: dict[Field, str] = {
    Field.NAME: "Full name",
    Field.GIVEN: "Given name",
    Field.FAMILY: "Family name",
    Field.EMAIL: "E-mail",
    Field.PHONE: "Phone",
    Field.HEADLINE: "What they do now",
    Field.COMPANY: "Organisation",
    Field.LOCATION: "Location",
    Field.ORCID: "ORCID",
    Field.OPENREVIEW: "OpenReview",
    Field.GITHUB: "GitHub",
    Field.SCHOLAR: "Google Scholar",
    Field.LINKEDIN: "LinkedIn",
    Field.HUGGINGFACE: "Hugging Face",
    Field.HOMEPAGE: "Home page",
    Field.LINKS: "Links of any kind",
    Field.TAGS: "Tags",
    Field.CHANNEL: "Channel",
    Field.NOTE: "Note",
    Field.IGNORE: "Leave out",
}

# Folded headings; the first that fits wins, whole headings before parts of them.
SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.NAME: (
        "name", "full name", "candidate", "candidate name", "applicant", "person", "author", "vollstandiger name", "nom complet",
        "nombre completo", "nome completo", "imie i nazwisko", "navn", "naam", "姓名", "氏名", "이름", "имя", "kandidat",
    ),
    Field.GIVEN: (
        "first name", "firstname", "given name", "given names", "forename", "vorname", "prenom", "nombre", "nome", "voornaam",
        "fornavn", "fornamn", "imie", "名",
    ),
    Field.FAMILY: (
        "last name", "lastname", "surname", "family name", "nachname", "familienname", "nom", "nom de famille", "apellido",
        "apellidos", "cognome", "sobrenome", "achternaam", "etternavn", "efternamn", "nazwisko", "姓", "фамилия",
    ),
    Field.EMAIL: (
        "email", "e mail", "mail", "email address", "e mail address", "mail address", "emails", "primary email", "work email",
        "personal email", "correo", "correo electronico", "courriel", "adresse e mail", "e mail adresse", "epost", "e post",
        "邮箱", "电子邮件", "メール", "이메일", "почта",
    ),
    Field.PHONE: ("phone", "phone number", "mobile", "telephone", "tel", "telefon", "telefono", "handy", "cell", "电话", "電話"),
    Field.HEADLINE: (
        "headline", "title", "job title", "current title", "position", "current position", "role", "occupation", "beruf", "poste",
        "cargo", "puesto", "职位",
    ),
    Field.COMPANY: (
        "company", "current company", "organisation", "organization", "affiliation", "institution", "employer", "university",
        "firma", "unternehmen", "entreprise", "empresa", "azienda", "bedrijf", "公司", "単位",
    ),
    Field.LOCATION: ("location", "city", "country", "place", "ort", "stadt", "land", "ville", "pays", "ciudad", "citta", "地点"),
    Field.ORCID: ("orcid", "orcid id"),
    Field.OPENREVIEW: ("openreview", "openreview profile", "openreview id"),
    Field.GITHUB: ("github", "github url", "github profile", "github username", "github handle"),
    Field.SCHOLAR: ("scholar", "google scholar", "scholar id", "google scholar url"),
    Field.LINKEDIN: ("linkedin", "linkedin url", "linkedin profile", "public profile url", "profile url"),
    Field.HUGGINGFACE: ("hugging face", "huggingface", "hf"),
    Field.HOMEPAGE: ("homepage", "home page", "website", "web site", "web", "url", "site", "webseite", "site web", "sitio web"),
    Field.LINKS: ("links", "link", "profiles", "profile", "social media", "urls"),
    Field.TAGS: ("tags", "tag", "labels", "keywords", "skills", "schlagworte", "etiquetas"),
    Field.CHANNEL: ("channel", "source", "sourced from", "origin", "referred by", "quelle", "kanal", "fuente", "canal"),
    Field.NOTE: ("note", "notes", "comment", "comments", "remarks", "notizen", "bemerkung", "commentaire", "notas", "备注"),
}  # fmt: skip
# These may be filled from several columns; of the others, the first column counts.
REPEATABLE = frozenset({Field.EMAIL, Field.PHONE, Field.LINKS, Field.TAGS, Field.NOTE, Field.HOMEPAGE, Field.IGNORE})


def guess_columns(headers: Sequence[str]) -> tuple[Field, ...]:
    """Return what each column probably holds; LEAVE OUT where the heading says nothing we know."""
    known = {synonym: field for field, synonyms in SYNONYMS.items() for synonym in synonyms}
    guessed: list[Field] = []
    for header in headers:
        field = known.get(_plain(header), Field.IGNORE)
        if field not in REPEATABLE and field in guessed:
            field = Field.IGNORE
        guessed.append(field)
    if Field.NAME in guessed and Field.FAMILY in guessed and Field.GIVEN not in guessed:
        # “Name” beside a family name is the given name.
        guessed[guessed.index(Field.NAME)] = Field.GIVEN
    return tuple(guessed)


def mapping_problem(fields: Sequence[Field]) -> str:
    """Say why a mapping cannot be used, or return an empty string."""
    if Field.NAME not in fields and Field.FAMILY not in fields:
        return "Say which column holds the name: the full name, or the family name."
    if Field.NAME in fields and {Field.GIVEN, Field.FAMILY} & set(fields):
        return "Choose either the full name or given and family name, not both."
    for field in fields:
        if field not in REPEATABLE and list(fields).count(field) > 1:
            return f"Two columns are set to “{field.label}”. Leave one of them out."
    return ""


def _plain(header: str) -> str:
    return " ".join(re.sub(r"[\W_\d]+", " ", fold(header)).split())
