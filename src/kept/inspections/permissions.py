from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

HANDS = (*DESK, "dispatcher", "warehouse")

VIEW = permission("inspections.view", _("See standards, inspections and improvements"), roles=STAFF)
WRITE = permission("inspections.write", _("Write standards and designs, plan inspections"), roles=MANAGERS)
INSPECT = permission("inspections.inspect", _("Carry out inspections"), roles=HANDS)
IMPROVE = permission("inspections.improve", _("Act on findings and improve processes"), roles=HANDS)
MYSTERY = permission(
    "inspections.mystery",
    _("Plan mystery checks and see who posed"),
    roles=("general_manager", "service_manager", "admin"),
)
RESULTS = permission(
    "inspections.results", _("See results of mystery checks before they are released"), roles=MANAGERS
)
POSE = permission("inspections.pose", _("Record one's own mystery checks"), roles=STAFF)
APPOINT = permission(
    "inspections.appoint", _("Appoint social supervisors"), roles=("general_manager", "admin")
)
OBSERVE = permission("inspections.observe", _("File findings as a social supervisor"), roles=("supervisor",))
ANSWER = permission("inspections.answer", _("Answer findings of social supervisors"), roles=DESK)
COMPARE = permission("inspections.compare", _("Write down what competitors do"), roles=STAFF)
CARE = permission("inspections.care", _("See contact plans and needs of customers"), roles=DESK)
KEEP_CARE = permission("inspections.keep_care", _("Write down needs and customised service"), roles=DESK)
WATCH = permission("inspections.watch", _("Keep influences, laws and green marks"), roles=MANAGERS)
EXTERNAL = permission("inspections.external", _("See what others say of our service"), roles=MANAGERS)
STEPS = permission(
    "inspections.steps", _("See requirements at the steps of operations and their checks"), roles=STAFF
)
REQUIRE = permission("inspections.require", _("Keep requirements at the steps of operations"), roles=MANAGERS)
CHECK = permission("inspections.check", _("Check the steps of operations"), roles=HANDS)
