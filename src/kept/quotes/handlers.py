"""Important business reaches the branch manager at once."""

from django.db.models import Q

from kept.comms.actions import notify
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .events import ImportantBusinessSeen
from .models import Inquiry


@after(ImportantBusinessSeen)
def tell_the_manager(record: EventRecord) -> None:
    inquiry = Inquiry.objects.filter(pk=record.subject_id).first()
    if inquiry is None:
        return
    here = Q(grants__scope_kind="branch", grants__scope_id=inquiry.branch_id)
    managers = Person.objects.staff().filter(
        Q(grants__role__code="branch_manager") & (here | Q(grants__scope_kind="company"))
    )
    people = list(managers.distinct()) or list(
        Person.objects.staff().filter(grants__role__code="general_manager").distinct()
    )
    notify(people=people, event=record, tone="soon", url=inquiry.get_absolute_url(), at=record.recorded_at)
