"""Records of this room with a page of their own."""

from kept.kernel.web.panels import record_type

from ..models import Improvement, Inspection, Standard

record_type("inspections.standard", model=Standard, permission="inspections.view")
record_type("inspections.inspection", model=Inspection, permission="inspections.view")
record_type("inspections.improvement", model=Improvement, permission="inspections.view")
