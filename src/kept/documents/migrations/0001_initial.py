import secrets

from django.db import migrations, models

import kept.documents.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(default=secrets.token_urlsafe, max_length=43, unique=True)),
                ("kind", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("file", models.FileField(upload_to=kept.documents.models._place)),
                ("content_type", models.CharField(max_length=100)),
                ("suffix", models.CharField(max_length=8)),
                ("size", models.PositiveBigIntegerField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField(null=True)),
                ("partner_id", models.BigIntegerField(null=True)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "document",
                "indexes": [models.Index(fields=["subject_type", "subject_id"], name="document_by_subject")],
            },
        ),
    ]
