from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, permission

IMPORT = permission("exchange.import", _("Import deliveries from files"), roles=(*MANAGERS, "document_clerk"))
