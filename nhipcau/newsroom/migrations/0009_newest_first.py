"""Lists of new stories read an index of Wagtail's page table: by language, newest last. Without it every list sorts all stories."""

from django.db import migrations

NAME = "newsroom_page_newest"


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_signatures"), ("wagtailcore", "0098_apitoken")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {NAME} ON wagtailcore_page (locale_id, first_published_at)", f"DROP INDEX {NAME}"
        )
    ]
