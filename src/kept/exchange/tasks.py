"""What the clock asks: carry on with the files that were uploaded."""

from datetime import datetime

from django.utils.timezone import now

from kept.kernel.clock import every

from .actions.jobs import work_on
from .models import ImportRun


@every(seconds=5)
def take_files_in(at: datetime) -> None:
    run = ImportRun.objects.to_work_on().select_related("started_by").first()
    if run is not None:
        work_on(run=run, clock=now)
