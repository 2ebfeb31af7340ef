from django.urls import path

from . import action_views, cycle_views, gap_views, part_views, purpose_views, simulator_views

app_name = "strategy"
urlpatterns = [
    path("purposes/", purpose_views.purposes, name="purposes"),
    path("strategies/", cycle_views.cycles, name="cycles"),
    path("strategies/new/", cycle_views.new_cycle, name="new_cycle"),
    path("strategies/simulator/", simulator_views.simulator, name="simulator"),
    path("strategies/<str:number>/", cycle_views.cycle, name="cycle"),
    path("strategies/<str:number>/paper/", cycle_views.paper, name="paper"),
    path("strategies/<str:number>/aim/", cycle_views.aim, name="aim"),
    path("strategies/<str:number>/force/", cycle_views.force, name="force"),
    path("strategies/<str:number>/measurement/", cycle_views.measurement, name="cycle_measurement"),
    path("strategies/<str:number>/closing/", cycle_views.closing, name="closing"),
    path("strategies/<str:number>/next/", cycle_views.next_round, name="next_round"),
    path("strategies/<str:number>/stages/<str:code>/", part_views.stage, name="stage"),
    path("strategies/<str:number>/stages/<str:code>/completion/", part_views.stage_done, name="stage_done"),
    path("strategies/<str:number>/effects/<str:kind>/", part_views.effect, name="effect"),
    path("strategies/<str:number>/<str:part>/", part_views.part, name="part"),
    path("strategies/<str:number>/<str:part>/<int:pk>/removal/", part_views.removal, name="removal"),
    path("gaps/", gap_views.gaps, name="gaps"),
    path("gaps/search/", gap_views.search, name="search"),
    path("gaps/<str:number>/", gap_views.gap, name="gap"),
    path("gaps/<str:number>/actions/new/", gap_views.new_action, name="new_action"),
    path("actions/", action_views.actions, name="actions"),
    path("actions/board/", action_views.board, name="board"),
    path("actions/<str:number>/", action_views.action, name="action"),
    path("actions/<str:number>/agreement/", action_views.agreement, name="agreement"),
    path("actions/<str:number>/beginning/", action_views.beginning, name="beginning"),
    path("actions/<str:number>/completion/", action_views.completion, name="completion"),
    path("actions/<str:number>/end/", action_views.end, name="end"),
    path("actions/<str:number>/place/", action_views.place, name="place"),
    path("actions/<str:number>/policy/", action_views.policy, name="policy"),
    path("actions/<str:number>/measurement/", action_views.measurement, name="measurement"),
]
