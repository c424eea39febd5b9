"""Every address has a permission, is open to all for a stated reason, or belongs to a package named here."""

import re

import rules

from tests.architecture.addresses import addresses
from workspace.api.authentication import HasScope

# Views of packages, and why they need no permission of ours.
PACKAGES = {
    "allauth.": "signing in, and one's own account: each view asks for a session itself where it needs one",
    "django.contrib.admin": "the operators' admin: each view asks for `is_staff` itself",
    "django.contrib.contenttypes.views": "part of the operators' admin, behind the same question",
    "django.views.generic.base": "a redirect inside the operators' admin, behind the same question",
}
# Pages with arguments whose row is looked up inside the view, and how.
ROWS_FOUND_INSIDE = {
    "candidates:drop_view": "deletes among the viewer's own saved views only",
    "insights:drop_dashboard": "deletes among the viewer's own saved dashboards only",
    "insights:input_rows": "names one of five measures, not a row; what it lists is narrowed to what the viewer may see",
    "workspace:open_notice": "looks among the viewer's own notices only",
}


def is_packaged(address):
    return any(address.module.startswith(name) for name in PACKAGES)


def guard_of(address):
    """What stands before a view; an empty string is a hole."""
    said = getattr(address.view, "permission", "") or getattr(address.view, "open_to_all", "")
    if said or not address.api_class:
        return said
    return "scope" if HasScope in address.api_class.permission_classes else ""


OURS = [address for address in addresses() if not is_packaged(address)]


def test_guard_finds_the_addresses():
    assert len(addresses()) > 120
    assert len(OURS) > 80
    assert {address.name.partition(":")[0] for address in OURS} >= {
        "workspace",
        "candidates",
        "hiring",
        "interviews",
        "insights",
        "health",
    }


def test_every_address_of_ours_has_a_permission_or_a_reason():
    assert [address.route for address in OURS if not guard_of(address)] == []


def test_every_package_named_here_still_has_addresses():
    assert [name for name in PACKAGES if not any(address.module.startswith(name) for address in addresses())] == []


def test_every_permission_named_by_a_view_is_a_rule():
    named = {address.view.permission for address in OURS if hasattr(address.view, "permission")} - {"signed in"}

    assert len(named) > 25
    assert [name for name in sorted(named) if not rules.perm_exists(name)] == []


def test_every_reason_to_be_open_is_a_sentence():
    open_to_all = [address for address in OURS if hasattr(address.view, "open_to_all")]

    assert len(open_to_all) > 2
    assert [address.route for address in open_to_all if len(address.view.open_to_all.split()) < 4] == []


def test_every_row_in_an_address_is_loaded_through_who_may_see_it():
    pages = [address for address in OURS if address.arguments and hasattr(address.view, "permission")]
    unloaded = {address.name for address in pages if not getattr(address.view, "loads_row", False)}

    assert len(pages) > 50
    assert unloaded == set(ROWS_FOUND_INSIDE)


def test_every_resource_of_the_api_names_its_scopes():
    resources = [address for address in OURS if guard_of(address) == "scope"]
    writing = {"post", "put", "patch", "delete"}
    nameless = [
        address.route
        for address in resources
        if not address.api_class.read_scope
        or (writing & set(getattr(address.view, "actions", {})) and not address.api_class.write_scope)
    ]

    assert len(resources) > 10
    assert nameless == []


def test_operators_admin_lets_nobody_in_by_its_own_form(client):
    response = client.get("/operator/login/?next=/operator/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_no_address_of_ours_counts_rows():
    """An integer key in an address could be walked; a place inside a row that is named by its uuid is no key."""
    numbers = {name for address in OURS for name in re.findall(r"<int:(\w+)>", address.route)}

    assert numbers == {"version", "position"}


# Mail programs and mail services post here; a signed token, a secret or a signature of theirs is the proof, never a cookie.
POSTED_TO_BY_MAIL = {"objection/<str:token>/", "mail/inbound/"}
# A candidate's exam goes on offline and for longer than a cookie may live; the signed token is the proof there too.
SITTING_AN_EXAM = {address.route for address in OURS if address.route.startswith("exam/<str:token>/")}


def test_only_programs_post_without_a_token_of_the_form():
    """A view without the check against forged requests could be posted to from any other site."""
    exempt = {address.route for address in OURS if getattr(address.view, "csrf_exempt", False)}

    assert all(getattr(address.view, "open_to_all", "") for address in OURS if address.route in SITTING_AN_EXAM)
    assert exempt <= {address.route for address in OURS if address.api_class} | POSTED_TO_BY_MAIL | SITTING_AN_EXAM
