from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kept.people"
    label = "people"
    verbose_name = _("People and rights")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import permissions  # noqa: F401
        from .actions.roles import keep_built_in_roles
        from .ui import menu  # noqa: F401

        post_migrate.connect(lambda **_: keep_built_in_roles(), sender=self, weak=False)
