from django.urls import path

from . import (
    define_views,
    desk_views,
    judge_views,
    number_views,
    pareto_views,
    target_views,
    tree_views,
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
    path("indicators/", tree_views.tree, name="tree"),
    path("indicators/principles/", tree_views.principles, name="principles"),
    path("indicators/changes/", define_views.changes, name="changes"),
    path("indicators/new/", define_views.new_indicator, name="new_indicator"),
    path("indicators/numbers/", number_views.numbers, name="numbers"),
    path("indicators/numbers/sheet/", number_views.sheet, name="number_sheet"),
    path("indicators/numbers/file/", number_views.number_file, name="number_file"),
    path("indicators/numbers/template/", number_views.number_template, name="number_template"),
    path("indicators/judgements/", judge_views.judgements, name="judgements"),
    path("indicators/judgements/all/", judge_views.all_judgements, name="all_judgements"),
    path("indicators/judgements/<slug:code>/", judge_views.judgement, name="judgement"),
    path("indicators/weights/<slug:node>/", define_views.weights, name="weights"),
    path("indicators/<slug:code>/", define_views.indicator, name="indicator"),
    path("indicators/<slug:code>/change/", define_views.change, name="change_indicator"),
    path("indicators/<slug:code>/retirement/", define_views.retirement, name="retire_indicator"),
    path("indicators/<slug:code>/bounds/", define_views.bounds, name="bounds"),
    path("service-level/", views.service_level, name="service_level"),
]
