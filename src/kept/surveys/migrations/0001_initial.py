import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.surveys.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=kept.surveys.models.new_token, editable=False, max_length=40, unique=True
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("person", "By a person"),
                            ("delivery", "After a delivery"),
                            ("case", "After a closed case"),
                            ("calendar", "By the calendar"),
                        ],
                        default="person",
                        max_length=10,
                        verbose_name="asked",
                    ),
                ),
                ("about_type", models.CharField(blank=True, max_length=60)),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                ("about_number", models.CharField(blank=True, max_length=60, verbose_name="about")),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="language")),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations",
                        to="parties.contactperson",
                        verbose_name="contact person",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[("current", "In use"), ("replaced", "Replaced")],
                        default="current",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("words", models.JSONField(default=dict, verbose_name="title")),
                ("intro", models.JSONField(blank=True, default=dict, verbose_name="introduction")),
                ("low", models.SmallIntegerField(default=1, verbose_name="lowest mark")),
                ("high", models.SmallIntegerField(default=7, verbose_name="highest mark")),
                ("importance_cuts", models.JSONField(default=list, verbose_name="cuts of importance")),
                ("performance_cuts", models.JSONField(default=list, verbose_name="cuts of performance")),
                (
                    "middle",
                    models.CharField(
                        choices=[("mean", "Mean"), ("median", "Median")],
                        default="mean",
                        max_length=8,
                        verbose_name="middle",
                    ),
                ),
                ("classes", models.JSONField(blank=True, default=dict, verbose_name="class of each cell")),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "questionnaire",
                "ordering": ("code", "-version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="a_questionnaire_counts_its_versions"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")),
                        fields=("code",),
                        name="one_version_of_a_questionnaire_is_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))), name="a_scale_rises"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(verbose_name="number")),
                ("words", models.JSONField(default=dict, verbose_name="question")),
                (
                    "asks",
                    models.CharField(
                        choices=[
                            ("importance_performance", "Importance and performance"),
                            ("expected_perceived", "Expected and perceived"),
                            ("performance", "Performance alone"),
                            ("nps", "Would recommend, 0 to 10"),
                            ("choice", "One of several"),
                            ("text", "Own words"),
                        ],
                        default="importance_performance",
                        max_length=24,
                        verbose_name="asks",
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("is_required", models.BooleanField(default=True, verbose_name="must be answered")),
                ("promise_kind", models.CharField(blank=True, max_length=30, verbose_name="promise")),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="surveys.questionnaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "ordering": ("questionnaire", "position"),
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "segment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("core", "Core customer"),
                            ("potential", "Potential customer"),
                            ("general", "General customer"),
                        ],
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                ("respondent", models.CharField(blank=True, max_length=80, verbose_name="respondent")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "By link"),
                            ("staff", "Written down by us"),
                            ("paper", "Filled on paper"),
                            ("file", "From a file"),
                            ("api", "By a program"),
                        ],
                        default="link",
                        max_length=8,
                        verbose_name="came",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="surveys.invitation",
                    ),
                ),
            ],
            options={
                "verbose_name": "filled questionnaire",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("importance", models.SmallIntegerField(blank=True, null=True, verbose_name="importance")),
                ("performance", models.SmallIntegerField(blank=True, null=True, verbose_name="performance")),
                ("expected", models.SmallIntegerField(blank=True, null=True, verbose_name="expectation")),
                ("perceived", models.SmallIntegerField(blank=True, null=True, verbose_name="perception")),
                ("nps", models.SmallIntegerField(blank=True, null=True, verbose_name="would recommend")),
                ("choice", models.CharField(blank=True, max_length=40, verbose_name="choice")),
                ("text", models.TextField(blank=True, verbose_name="own words")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="surveys.item"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="surveys.response",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("person", "By a person"),
                            ("delivery", "After a delivery"),
                            ("case", "After a closed case"),
                            ("calendar", "By the calendar"),
                        ],
                        default="person",
                        max_length=10,
                        verbose_name="asked",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Running"), ("closed", "Closed to answers")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                ("opens_at", models.DateTimeField(verbose_name="begins")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="surveys.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "survey",
                "ordering": ("-opens_at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="response",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="surveys.survey"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="surveys.survey"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "code"), name="an_item_is_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "position"), name="items_stand_in_a_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("response", "item"), name="an_item_is_answered_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nps", None), models.Q(("nps__gte", 0), ("nps__lte", 10)), _connector="OR"
                ),
                name="a_recommendation_is_between_0_and_10",
            ),
        ),
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(fields=["trigger", "state"], name="survey_by_trigger"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"
                ),
                name="a_survey_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    ("closed_at__isnull", False),
                    _connector="OR",
                ),
                name="a_closed_survey_has_a_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["survey", "-answered_at"], name="response_by_survey"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["customer", "-answered_at"], name="response_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(
                condition=models.Q(("respondent", ""), _negated=True),
                fields=("survey", "respondent"),
                name="a_named_respondent_answers_a_survey_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_anonymous", False),
                    models.Q(("customer", None), ("invitation", None), ("respondent", "")),
                    _connector="OR",
                ),
                name="an_anonymous_answer_leads_to_nobody",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["survey", "-sent_at"], name="invitation_by_survey"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["contact_person", "-sent_at"], name="invitation_by_person"),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["customer", "-sent_at"], name="invitation_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("about_id__isnull", False)),
                fields=("survey", "about_type", "about_id", "contact_person"),
                name="a_person_is_asked_once_about_a_thing",
            ),
        ),
    ]
