"""The cards on the settings page, and how these acts read in the log."""

import uuid
from collections.abc import Collection

from django.urls import reverse

from hiring.roles.models import Competency, RoleProfile, StageTemplate
from workspace.activity.wording import Named, name_rows, say
from workspace.staff.settings_cards import SettingsCard, add_settings_card


def name_competencies(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    rows = Competency.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(row.name, reverse("hiring:competency", args=[row.slug])) for row in rows}


def name_templates(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    rows = StageTemplate.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(row.name, reverse("hiring:template", args=[row.slug])) for row in rows}


def name_profiles(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    rows = RoleProfile.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(row.name, reverse("hiring:profile", args=[row.slug])) for row in rows}


name_rows("roleprofile", name_profiles)
say("edited_profile", "changed the role profile")
add_settings_card(
    SettingsCard("hiring:profiles", "id-badge-2", "Role profiles", "What a role of each kind starts with.", 35)
)
name_rows("competency", name_competencies)
name_rows("stagetemplate", name_templates)
say("added_competency", "added the competency")
say("edited_competency", "changed the competency")
say("edited_stage_template", "changed the stages of the template")
add_settings_card(
    SettingsCard("hiring:competencies", "target-arrow", "Competencies", "What each rating means here, in words.", 30)
)
add_settings_card(
    SettingsCard(
        "hiring:templates", "layout-columns", "Stages", "Templates for new roles, with the days a stage may take.", 40
    )
)
