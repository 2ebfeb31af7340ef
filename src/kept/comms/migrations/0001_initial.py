import secrets

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.comms.models.incoming
import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mail", "Mail account"),
                            ("hook", "Signed webhook"),
                            ("notification", "SMS or group chat"),
                        ],
                        default="mail",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("token", models.CharField(default=secrets.token_urlsafe, max_length=43, unique=True)),
                ("sealed", models.TextField(blank=True)),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="mail address")),
                (
                    "sender_name",
                    models.CharField(blank=True, max_length=80, verbose_name="name of the sender"),
                ),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                ("login", models.CharField(blank=True, max_length=120, verbose_name="login")),
                ("imap_host", models.CharField(blank=True, max_length=120, verbose_name="IMAP server")),
                ("imap_port", models.PositiveIntegerField(default=993, verbose_name="IMAP port")),
                (
                    "imap_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("plain", "Unencrypted (inside one's own network)"),
                        ],
                        default="tls",
                        max_length=10,
                        verbose_name="IMAP encryption",
                    ),
                ),
                (
                    "imap_folder",
                    models.CharField(default="INBOX", max_length=120, verbose_name="IMAP folder"),
                ),
                ("smtp_host", models.CharField(blank=True, max_length=120, verbose_name="SMTP server")),
                ("smtp_port", models.PositiveIntegerField(default=465, verbose_name="SMTP port")),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("plain", "Unencrypted (inside one's own network)"),
                        ],
                        default="tls",
                        max_length=10,
                        verbose_name="SMTP encryption",
                    ),
                ),
                (
                    "authserv",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="own server in Authentication-Results"
                    ),
                ),
                (
                    "takes_plus",
                    models.BooleanField(default=False, verbose_name="takes addresses with a plus"),
                ),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("email", "Mail"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("qq", "QQ"),
                            ("chat", "Online chat"),
                            ("social", "Social media"),
                        ],
                        default="sms",
                        max_length=10,
                        verbose_name="goes by",
                    ),
                ),
                ("is_group", models.BooleanField(default=False, verbose_name="is a team's group chat")),
                ("added_at", models.DateTimeField(verbose_name="added")),
                (
                    "key_made_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="key of the webhook made"),
                ),
                ("uid_validity", models.BigIntegerField(default=0)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("polled_at", models.DateTimeField(blank=True, null=True)),
                ("in_down_since", models.DateTimeField(blank=True, null=True)),
                ("in_why", models.CharField(blank=True, max_length=120)),
                ("out_down_since", models.DateTimeField(blank=True, null=True)),
                ("out_why", models.CharField(blank=True, max_length=120)),
                ("out_retry_at", models.DateTimeField(blank=True, null=True)),
                ("out_failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "channel",
                "ordering": ("kind", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=("address",),
                        name="an_address_is_one_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="comms.account"
                    ),
                ),
            ],
            options={
                "verbose_name": "call of a webhook",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "nonce"), name="a_call_is_taken_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flood",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.CharField(max_length=254, verbose_name="sender")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="messages")),
                ("first_at", models.DateTimeField(verbose_name="first message")),
                ("last_at", models.DateTimeField(verbose_name="last message")),
                ("is_over", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="floods", to="comms.account"
                    ),
                ),
            ],
            options={
                "verbose_name": "flood",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_over", False)),
                        fields=("account", "sender"),
                        name="a_flood_is_one_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("control", models.CharField(max_length=260)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("read", "Read"),
                            ("applied", "Taken in"),
                            ("noted", "Noted only"),
                            ("aside", "Put aside"),
                            ("unreadable", "Not readable"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("personal", "from a person"),
                            ("auto_reply", "automatic reply"),
                            ("bulk", "mailing or machine"),
                            ("bounce", "could not be delivered"),
                            ("loop", "our own mail come back"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("email", "Mail"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("qq", "QQ"),
                            ("chat", "Online chat"),
                            ("social", "Social media"),
                        ],
                        default="email",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("raw", models.FileField(upload_to=kept.comms.models.incoming._place)),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent, as the sender says"),
                ),
                ("sender", models.CharField(blank=True, max_length=254, verbose_name="sender")),
                ("sender_name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("to", models.TextField(blank=True, verbose_name="to")),
                ("cc", models.TextField(blank=True, verbose_name="copy to")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("quoted", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("references", models.JSONField(blank=True, default=list)),
                ("vouched", models.BooleanField(null=True)),
                ("files_refused", models.JSONField(blank=True, default=list)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_sender", "It names no sender."),
                            ("broken", "It is damaged or not a mail at all."),
                            (
                                "too_large",
                                "It is larger than the limit; the whole of it is still in the mailbox.",
                            ),
                            ("not_json", "It is not JSON."),
                            (
                                "field_missing",
                                "A field is missing or of the wrong kind: channel, id, from or text.",
                            ),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("as_person", models.BooleanField(default=False)),
                ("about_type", models.CharField(blank=True, max_length=60)),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                ("about_number", models.CharField(blank=True, max_length=20, verbose_name="became")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="comms.account",
                        verbose_name="channel",
                    ),
                ),
                (
                    "flood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="comms.flood",
                    ),
                ),
            ],
            options={
                "verbose_name": "message in",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "control"), name="a_message_is_taken_once"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "received")), fields=["id"], name="incoming_unread"
                    ),
                    models.Index(fields=["account", "sender", "received_at"], name="incoming_by_sender"),
                    models.Index(fields=["about_type", "about_id"], name="incoming_by_subject"),
                    models.Index(fields=["control"], name="incoming_by_control"),
                    models.Index(fields=["-received_at", "-id"], name="incoming_by_moment"),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("email", "Mail"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("qq", "QQ"),
                            ("chat", "Online chat"),
                            ("social", "Social media"),
                        ],
                        default="email",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("to", models.TextField(verbose_name="sent to")),
                ("cc", models.TextField(blank=True, verbose_name="copy to")),
                ("reply_to", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("is_automatic", models.BooleanField(default=False, verbose_name="written by itself")),
                ("message_id", models.CharField(blank=True, db_index=True, max_length=260)),
                ("references", models.JSONField(blank=True, default=list)),
                ("about_type", models.CharField(blank=True, max_length=60)),
                ("about_id", models.BigIntegerField(null=True)),
                ("about_number", models.CharField(blank=True, max_length=20, verbose_name="belongs to")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(verbose_name="written at")),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="comms.account",
                        verbose_name="channel",
                    ),
                ),
                ("documents", models.ManyToManyField(blank=True, related_name="+", to="documents.document")),
            ],
            options={
                "verbose_name": "message",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_at"], name="message_waiting"
                    ),
                    models.Index(fields=["about_type", "about_id"], name="message_by_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.UUIDField()),
                ("name", models.CharField(max_length=80)),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("soon", "to be dealt with"),
                            ("broken", "urgent"),
                            ("info", "for information"),
                        ],
                        default="info",
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(max_length=120)),
                ("url", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "event"), name="a_person_is_told_once"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["person", "-made_at"],
                        name="notice_unread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "what",
                    models.CharField(
                        choices=[("in", "in"), ("out", "out"), ("refused", "refused")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("count", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="comms.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a channel",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "day", "what", "reason"), name="a_channel_counts_once_a_day"
                    ),
                ],
            },
        ),
    ]
