from django.urls import path

from . import (
    broken_views,
    desk_views,
    least_cost_views,
    pareto_views,
    relation_views,
    signal_views,
    target_views,
    views,
)

app_name = "scorecards"
urlpatterns = [
    path("scorecards/", views.scorecard, name="scorecard"),
    path("scorecards/records/", views.records, name="records"),
    path("scorecards/promises-kept/", views.promises_kept, name="promises_kept"),
    path("scorecards/levels/", target_views.targets, name="targets"),
    path("scorecards/levels/new/", target_views.new_target, name="new_target"),
    path("desk-figures/waits/", desk_views.times, name="desk_times"),
    path("desk-figures/causes/", pareto_views.causes, name="pareto"),
    path("desk-figures/seats/", desk_views.seats, name="seats"),
    path("desk-figures/complaints/", desk_views.complaints, name="complaints"),
    path("broken-promises/", broken_views.broken_promises, name="broken"),
    path("broken-promises/records/", broken_views.broken_records, name="broken_records"),
    path("signals/", signal_views.signals, name="signals"),
    path("service-level/least-cost/", least_cost_views.least_cost, name="least_cost"),
    path("service-level/least-cost/levels/", least_cost_views.set_cheapest, name="set_cheapest"),
    path("service-level/costs/", least_cost_views.component_costs, name="component_costs"),
    path("service-level/costs/new/", least_cost_views.new_component_cost, name="new_component_cost"),
    path("service-level/relations/", relation_views.service_and_cost, name="relations"),
    path("service-level/profit/", relation_views.level_and_profit, name="level_and_profit"),
    path("service-level/alternatives/new/", relation_views.new_alternative, name="new_alternative"),
    path("service-level/alternatives/<int:pk>/withdrawal/", relation_views.withdrawal, name="withdrawal"),
    path("service-level/", views.service_level, name="service_level"),
]
