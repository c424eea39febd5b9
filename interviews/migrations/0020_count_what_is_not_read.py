from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0019_find_what_was_held_by_its_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="handin",
            name="unread_parts",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Pictures in the file, and pages past those that are read: no name is looked for there.",
            ),
        ),
    ]
