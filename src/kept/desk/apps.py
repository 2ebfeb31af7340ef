from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "kept.desk"
    label = "desk"
    verbose_name = _("Service desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kept.knowledge.rules import offer

        from . import handlers, permissions, tasks  # noqa: F401
        from .actions.authority import stock_authority
        from .actions.queues import stock_queues
        from .actions.steps import stock_steps
        from .enums import CaseKind, Channel
        from .queries import act_facts, facts  # noqa: F401
        from .ui import (  # noqa: F401
            assistance_panels,
            claim_panels,
            finding,
            insurance_panels,
            menu,
            panels,
            redress_panels,
            strands,
        )

        offer("kind", CaseKind.choices)
        offer("channel", Channel.choices)

        post_migrate.connect(lambda **_: stock_queues(), sender=self, weak=False)
        post_migrate.connect(lambda **_: stock_authority(), sender=self, weak=False)
        post_migrate.connect(lambda **_: stock_steps(at=now()), sender=self, weak=False)
