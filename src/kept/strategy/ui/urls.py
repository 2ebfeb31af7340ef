from django.urls import path

from . import action_views, gap_views

app_name = "strategy"
urlpatterns = [
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
