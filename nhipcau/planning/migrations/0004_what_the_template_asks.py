"""The template of a year. Nullable without a default: SQLite then adds the column and keeps the table with its triggers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_reviews_and_inspections")]

    operations = [
        migrations.AddField(
            model_name="planround",
            name="asks",
            field=models.JSONField(blank=True, null=True, verbose_name="what every activity says"),
        ),
    ]
