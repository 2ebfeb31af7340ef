"""A rule that says no, in words that the reader may see."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An act that our rules do not allow. `message` is shown to people, `field` names what to mend."""

    default = _("This is not possible now.")

    def __init__(self, message: object = None, *, field: str | None = None) -> None:
        self.message = self.default if message is None else message
        self.field = field
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)
