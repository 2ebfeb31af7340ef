"""Class 3, stability indicators (R447 to R461), and class 4, experience indicators (R462 to R475)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Horizon, Unit
from .leaves import judged, leaves_of

LONG = Horizon.LONG

TECHNICAL = "technical_strength"
technical = leaves_of(TECHNICAL, phase="before", horizon=LONG)
technical(
    "technical_staff_share", _("Share of technical staff"), "technical_staff / employees", "R447", 0, "0.3"
)
technical("rd_expense_share", _("Share of R&D budget"), "rd_spend / revenue", "R448", 0, "0.05")
judged(
    TECHNICAL,
    "innovation_capability",
    _("Development and innovation ability"),
    "R449",
    _("Services brought out in the last two years."),
)
technical(
    "technology_upgrade_asset_share",
    _("Share of renewed assets"),
    "renewed_assets / fixed_assets",
    "R450",
    0,
    "0.4",
)
technical("patent_share", _("Patent share"), "patents / patents_of_peers", "R451", 0, "0.3")
judged(TECHNICAL, "equipment_technology_lead", _("Technical lead of equipment"), "R452")
technical(
    "facility_stability",
    _("Stability of facilities"),
    "facility_hours_up / (facility_hours_up + facility_hours_down)",
    "R453",
    "0.95",
    1,
    phase="during",
    horizon=Horizon.SHORT,
)

RESPONSE = "responsiveness"
judged(RESPONSE, "it_technology_level", _("Level of information technology"), "R454")
judged(
    RESPONSE,
    "forecasting_ability",
    _("Forecasting ability"),
    "R455",
    _("How forecast accuracy went in the last twelve months."),
)
leaves_of(RESPONSE, phase="before", horizon=LONG)(
    "integration_degree", _("Degree of integration"), "interfaces_automated / interfaces", "R456", "0.2", 1
)
judged(
    RESPONSE,
    "external_communication",
    _("External communication"),
    "R457",
    _("Meetings and reviews held beside those planned."),
    phase="during",
)
judged(
    RESPONSE,
    "reengineering_and_postponement",
    _("Process reengineering and postponed logistics"),
    "R458",
    _("Share of volume finished after the generic stock point."),
)

COHESION = "cohesion"
judged(COHESION, "leadership_cohesion", _("Unity and drive of leaders"), "R459")
judged(
    COHESION,
    "staff_cohesion",
    _("Cohesion of staff"),
    "R460",
    _("Share of people who left of their own will."),
)
leaves_of(COHESION, phase="before", horizon=LONG)(
    "employee_satisfaction",
    _("Employee satisfaction"),
    "employee_points / employee_answers",
    "R461",
    40,
    90,
    unit=Unit.SCORE,
)

HISTORY = "history"
history = leaves_of(HISTORY, phase="before", horizon=LONG)
history("years_in_industry", _("Years in the trade"), "years_in_trade", "R462", 0, 20, unit=Unit.YEARS)
history("service_types", _("Kinds of service"), "services_offered", "R463", 0, 20, unit=Unit.COUNT)
history(
    "cost_saving_rate",
    _("Cost saving share"),
    "client_cost_saved / client_cost_before",
    "R464",
    0,
    "0.2",
    phase="after",
)
history(
    "talent_development",
    _("Training and people development"),
    "training_hours / employees",
    "R465",
    0,
    5,
    unit=Unit.HOURS,
)
history(
    "customer_stability",
    _("Customer stability"),
    "relation_years_sum / relations_known",
    "R466",
    0,
    8,
    unit=Unit.YEARS,
    means=_("Mean years since the customers served became customers, of those of whom it is known."),
)
history(
    "supplier_stability",
    _("Supplier stability"),
    "supplier_years / suppliers",
    "R467",
    0,
    8,
    unit=Unit.YEARS,
)
judged(
    HISTORY, "cooperation_history", _("Past cooperation"), "R468", _("Disputes in each year of a contract.")
)
judged(
    HISTORY,
    "benefit_risk_sharing",
    _("Sharing of benefit and risk"),
    "R469",
    _("Contracts that share gains or set penalties, among all contracts."),
)
judged(HISTORY, "core_competence", _("Core competence"), "R470")
judged(HISTORY, "strategic_compatibility", _("Compatible strategy"), "R471")

IMAGE = "company_image"
judged(
    IMAGE,
    "staff_quality",
    _("Quality of staff"),
    "R472",
    _("Staff with the certificate that their work asks for."),
)
judged(IMAGE, "business_philosophy", _("Business philosophy"), "R473")
judged(IMAGE, "market_reputation", _("Market reputation"), "R474", _("The credit rating."))
judged(IMAGE, "social_responsibility", _("Social responsibility"), "R475")
