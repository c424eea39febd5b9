"""What the settings page offers. An app adds its own cards from its `rules.py` or `receivers.py`."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class SettingsCard:
    """A link to a page of settings; lower `order` first."""

    url_name: str
    icon: str
    title: str
    text: str
    order: int

    @property
    def url(self) -> str:
        return reverse(self.url_name)


CARDS: dict[str, SettingsCard] = {}


def add_settings_card(card: SettingsCard) -> None:
    """Offer a page of settings; adding the same page again replaces its card."""
    CARDS[card.url_name] = card


def settings_cards() -> list[SettingsCard]:
    """Return the cards in order, leaving out those whose page is not installed."""
    return [card for card in sorted(CARDS.values(), key=lambda card: card.order) if _is_installed(card)]


def _is_installed(card: SettingsCard) -> bool:
    try:
        return bool(card.url)
    except NoReverseMatch:
        return False


add_settings_card(SettingsCard("workspace:organisation", "building", "Organisation", "Name and time zone.", 10))
add_settings_card(
    SettingsCard("workspace:people", "users", "People and access", "Invite, set personas, end access.", 20)
)
add_settings_card(
    SettingsCard("workspace:reminder_times", "bell", "Reminders", "What is sent, and after how many hours.", 60)
)
add_settings_card(SettingsCard("workspace:activity_log", "history", "Activity log", "Who did and who saw what.", 90))
