import datetime as dt

from django.db import migrations, models
from django.db.models import F


def mark_those_that_exist(apps, schema_editor):
    versions = apps.get_model("interviews", "ScorecardVersion")._base_manager
    late = F("scorecard__seat__during__endswith") + dt.timedelta(hours=72)
    found = versions.filter(submitted_at__gt=late).values_list("pk", flat=True)
    versions.filter(pk__in=list(found)).update(from_memory=True)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_availability_and_training")]

    operations = [
        migrations.AddField(
            model_name="scorecardversion",
            name="from_memory",
            field=models.BooleanField(default=False, help_text="Written more than 72 hours after the interview."),
        ),
        migrations.RunPython(mark_those_that_exist, migrations.RunPython.noop),
    ]
