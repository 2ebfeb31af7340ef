from django.db import migrations, models

import kept.kernel.choices


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HandlingMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "handling mark",
                "ordering": ("position", "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackageKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "package kind",
                "ordering": ("position", "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transport", "Core: transport"),
                            ("warehousing", "Core: warehousing"),
                            ("value_added", "Value-added"),
                            ("information", "Information"),
                            ("beyond", "Beyond logistics"),
                        ],
                        default="value_added",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("covers", models.CharField(blank=True, max_length=300, verbose_name="what it covers")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired")),
                (
                    "retired_why",
                    models.CharField(blank=True, max_length=200, verbose_name="why it was retired"),
                ),
                ("is_green", models.BooleanField(blank=True, null=True, verbose_name="green service")),
                ("disposes_green", models.BooleanField(blank=True, null=True, verbose_name="green disposal")),
                (
                    "green_why",
                    models.CharField(blank=True, max_length=200, verbose_name="why it is green"),
                ),
            ],
            options={
                "verbose_name": "service",
                "ordering": ("position", "code"),
                "abstract": False,
            },
            bases=(kept.kernel.choices.Labelled, models.Model),
        ),
    ]
