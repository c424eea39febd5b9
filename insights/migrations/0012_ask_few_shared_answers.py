from django.db import migrations, models


def forget_full_tables(apps, schema_editor):
    """ICC(2,1) asked for people who rated every shared answer; the next night measures alpha instead."""
    apps.get_model("insights", "AgreementFigure").objects.filter(coefficient="icc21").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0011_read_half_years_together"),
    ]

    operations = [
        migrations.RunPython(forget_full_tables, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="agreementfigure",
            name="coefficient",
            field=models.CharField(
                choices=[
                    ("icc1", "ICC(1), separate raters"),
                    ("alpha", "Krippendorff’s alpha, ordinal"),
                    ("set", "Krippendorff’s alpha, ordinal, on the shared set"),
                ],
                max_length=5,
            ),
        ),
    ]
