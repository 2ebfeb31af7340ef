import django.db.models.deletion
from django.db import migrations, models

import kept.kernel.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ClockTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
                ("ran_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "clock task",
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("format", models.CharField(max_length=60)),
            ],
            options={
                "verbose_name": "number series",
            },
        ),
        migrations.CreateModel(
            name="Ping",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=40)),
                ("permission", models.CharField(blank=True, max_length=40)),
                ("branch_id", models.BigIntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("key", models.CharField(blank=True, max_length=32)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "ping",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.UUIDField()),
                ("month", models.DateField()),
                ("handler", models.CharField(max_length=160)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "verbose_name": "event delivery",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("failed_at", None)),
                        fields=["next_at"],
                        name="delivery_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=kept.kernel.models.time_ordered_uid)),
                ("month", models.DateField()),
                ("name", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("subject_number", models.CharField(blank=True, max_length=60)),
                ("data", models.JSONField(default=dict)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name": "event",
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_id", "occurred_at"], name="event_by_subject"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("uid", "month"), name="an_event_is_told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("value", models.DecimalField(decimal_places=6, max_digits=18)),
                ("valid_from", models.DateTimeField()),
                ("set_by", models.BigIntegerField(null=True)),
                ("why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "rule number",
                "indexes": [models.Index(fields=["key", "-valid_from"], name="rule_in_force")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("team_id", models.BigIntegerField(blank=True, null=True)),
                ("shared", models.BooleanField(default=False)),
                ("table", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1000)),
            ],
            options={
                "verbose_name": "saved view",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "table", "name"), name="a_person_names_a_view_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("record_id", models.BigIntegerField()),
                ("token", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "search token",
                "indexes": [
                    models.Index(fields=["kind", "record_id"], name="token_by_record"),
                    models.Index(
                        fields=["kind", "token"],
                        name="token_by_kind",
                        opclasses=("varchar_pattern_ops", "varchar_pattern_ops"),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.CharField(max_length=40)),
                ("last", models.BigIntegerField(default=0)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counters",
                        to="kernel.numberseries",
                    ),
                ),
            ],
            options={
                "verbose_name": "number counter",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "period"), name="a_period_is_counted_once")
                ],
            },
        ),
    ]
