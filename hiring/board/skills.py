"""Where a profile stands among the others: ML skill to the right, software skill up, communication as size."""

from hiring.roles.models import RoleProfile
from workspace.charts import Chart, Series


def skill_chart(profile: RoleProfile) -> Chart:
    """Return the chart of all profiles with this one marked. One query."""
    profiles = list(RoleProfile.objects.all())
    return Chart(
        id="skills",
        title="The skills this profile asks for",
        kind="bubble",
        labels=[one.name for one in profiles],
        series=[
            Series("Machine learning", [one.ml_skill for one in profiles]),
            Series("Software", [one.software_skill for one in profiles]),
            Series("Communication", [one.communication for one in profiles]),
        ],
        note="0 to 10, our reading; an organisation edits it",
        label_head="Profile",
        highlight=profile.name,
    )
