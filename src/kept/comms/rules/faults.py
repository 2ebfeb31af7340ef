"""Why a channel does not work, in words of people: what is stored is the name of the fault."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_REFUSED = _("The server refuses the connection; check its name and port.")
_SILENT = _("The server does not answer.")
_LOGIN = _("The server does not accept login and password.")
_ENCRYPTION = _("The encrypted connection fails; check port and encryption.")
FAULTS = {
    "ConnectionRefusedError": _REFUSED,
    "ConnectionResetError": _SILENT,
    "ConnectionAbortedError": _SILENT,
    "BrokenPipeError": _SILENT,
    "TimeoutError": _SILENT,
    "SMTPServerDisconnected": _SILENT,
    "OSError": _SILENT,
    "gaierror": _("There is no server of this name."),
    "MailboxLoginError": _LOGIN,
    "SSLError": _ENCRYPTION,
    "SSLCertVerificationError": _("The certificate of the server is not trusted."),
    "MailboxFolderSelectError": _("There is no folder of this name."),
    "ConnectionError": _("The service does not answer or did not take the message."),
    "SecretLost": _(
        "The secret of this channel cannot be read with the key of this installation. Enter it again."
    ),
    "the address of the service is not understood": _("The address of the service is not understood."),
    "interrupted while sending; it may have gone out": _("Interrupted while sending; it may have gone out."),
}


def in_words(why: str) -> str:
    """What the other side said stays as it is.

    >>> in_words("550 no such mailbox")
    '550 no such mailbox'
    """
    return str(FAULTS.get(why, why))
