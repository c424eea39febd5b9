"""GitHub and Hugging Face on the addresses and the token in the settings."""

from django.conf import settings
from django.core.cache import cache

from candidates.connectors.github import GitHubClient
from candidates.connectors.huggingface import HuggingFaceClient


def github() -> GitHubClient:
    return GitHubClient(settings.GITHUB_API_URL, token=settings.GITHUB_TOKEN, kept=cache)


def hugging_face() -> HuggingFaceClient:
    return HuggingFaceClient(settings.HUGGINGFACE_URL)
