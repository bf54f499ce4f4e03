"""Who approves, confirms and refuses facts, requests between offices; and the database keeps what an approved version says.

A later migration that makes Django build the table of versions anew on SQLite has to run ``keep`` again.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "newsroom_factversion"
SAID = "what an approved version of a fact says is kept as it was approved"
COLUMNS = (
    "fact_id, number, places, text, as_of, next_update, document_id, clause, source_title, source_publisher, source_url, source_on, "
    "labels, units, wordings, proposed_by_id, proposed_at, approved_by_id, approved_at"
)


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION {TABLE}_refuses() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END;
                $$ LANGUAGE plpgsql;""",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OF {COLUMNS} ON {TABLE} "
            f"FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION {TABLE}_refuses();",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuses();",
            params=None,
        )
        return
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OF {COLUMNS} ON {TABLE} WHEN OLD.approved_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END;",
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAID}'); END;", params=None
    )


def let_go(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name in ("no_change", "no_delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}" + (f" ON {TABLE}" if postgres else ""))
    if postgres:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuses()")


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_initial'),
        ('newsroom', '0002_steps_are_kept'),
        ('people', '0002_trail_is_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FactRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(verbose_name='what is asked')),
                ('purpose', models.CharField(blank=True, max_length=500, verbose_name='what it is for')),
                ('due_on', models.DateField(verbose_name='due')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('outcome', models.CharField(blank=True, choices=[('answered', 'answered'), ('refused', 'refused')], max_length=10, verbose_name='outcome')),
                ('words', models.TextField(blank=True, verbose_name='answer in words')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ],
            options={
                'verbose_name': 'request for a fact',
                'verbose_name_plural': 'requests for facts',
                'ordering': ['due_on', 'pk'],
                'indexes': [
                    models.Index(fields=['due_on'], name='newsroom_fa_due_on_81424d_idx'),
                ],
            },
        ),
        migrations.AddField(
            model_name='fact',
            name='ended_because',
            field=models.CharField(blank=True, max_length=500, verbose_name='why it is no longer kept'),
        ),
        migrations.AddField(
            model_name='factversion',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='confirmed by the office'),
        ),
        migrations.AddField(
            model_name='factversion',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factversion',
            name='labels',
            field=models.JSONField(blank=True, default=dict, verbose_name='labels'),
        ),
        migrations.AddField(
            model_name='factversion',
            name='places',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='decimals'),
        ),
        migrations.AddField(
            model_name='factversion',
            name='refused_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factversion',
            name='units',
            field=models.JSONField(blank=True, default=dict, verbose_name='units'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='fact_ended_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='factversion',
            constraint=models.CheckConstraint(condition=models.Q(('approved_at__isnull', True), ('proposed_by__isnull', True), ('approved_by__isnull', False), _connector='OR'), name='fact_proposed_by_someone_is_approved_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='factversion',
            constraint=models.CheckConstraint(condition=models.Q(('approved_at__isnull', True), ('refused_at__isnull', True), _connector='OR'), name='fact_decided_once'),
        ),
        migrations.AddConstraint(
            model_name='factversion',
            constraint=models.CheckConstraint(condition=models.Q(('refused_at__isnull', True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='fact_refused_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='factversion',
            constraint=models.CheckConstraint(condition=models.Q(('places__lte', 6)), name='fact_places_fit'),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='asker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fact_requests_made', to='people.office', verbose_name='asking office'),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='clock',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.legalclock', verbose_name='legal clock'),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='fact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='newsroom.fact', verbose_name='fact'),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fact_requests', to='people.office', verbose_name='asked office'),
        ),
        migrations.AddField(
            model_name='factrequest',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='newsroom.factversion', verbose_name='answer in the bank'),
        ),
        migrations.AddIndex(
            model_name='factrequest',
            index=models.Index(fields=['office', 'due_on'], name='newsroom_fa_office__e09c68_idx'),
        ),
        migrations.AddConstraint(
            model_name='factrequest',
            constraint=models.CheckConstraint(condition=models.Q(('office', models.F('asker')), _negated=True), name='request_not_of_oneself'),
        ),
        migrations.AddConstraint(
            model_name='factrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='request_closed_with_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='factrequest',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), models.Q(('words', ''), _negated=True), models.Q(('outcome', 'answered'), ('version__isnull', False)), _connector='OR'), name='request_answered_with_something'),
        ),
        migrations.RunPython(keep, let_go),
    ]
