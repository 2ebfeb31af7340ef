from django.urls import path

from . import check_views, design_views, finding_views, improvement_views, standard_views

app_name = "inspections"
urlpatterns = [
    path("standards/", standard_views.standards, name="standards"),
    path("standards/new/", standard_views.new_standard, name="new_standard"),
    path("standards/<str:number>/", standard_views.standard, name="standard"),
    path("standards/<str:number>/paper/", standard_views.print_standard, name="standard_paper"),
    path("standards/<str:number>/revision/", standard_views.revision, name="revision"),
    path("standards/<str:number>/end/", standard_views.end, name="standard_end"),
    path("designs/", design_views.designs, name="designs"),
    path("designs/new/", design_views.new_design, name="new_design"),
    path("designs/<str:number>/", design_views.design, name="design"),
    path("designs/<str:number>/paper/", design_views.print_design, name="design_paper"),
    path("designs/<str:number>/change/", design_views.change_design, name="change_design"),
    path("designs/<str:number>/in-force/", design_views.in_force, name="design_in_force"),
    path("designs/<str:number>/plan/<int:pk>/done/", design_views.plan_step_done, name="plan_step_done"),
    path("designs/<str:number>/<slug:part>/new/", design_views.line, name="new_line"),
    path("designs/<str:number>/<slug:part>/<int:pk>/", design_views.line, name="line"),
    path(
        "designs/<str:number>/<slug:part>/<int:pk>/removal/", design_views.line_removal, name="line_removal"
    ),
    path("inspections/", check_views.inspections, name="inspections"),
    path("inspections/new/", check_views.new_inspection, name="new_inspection"),
    path("inspections/plans/", check_views.plans, name="plans"),
    path("inspections/plans/new/", check_views.new_plan, name="new_plan"),
    path("inspections/plans/stop/", check_views.stop_plans, name="stop_plans"),
    path("inspections/<str:number>/", check_views.inspection, name="inspection"),
    path("inspections/<str:number>/carrying/", check_views.carrying, name="carrying"),
    path("inspections/<str:number>/dropping/", check_views.dropping, name="dropping"),
    path("findings/", finding_views.findings, name="findings"),
    path("findings/<str:number>/", finding_views.finding, name="finding"),
    path("findings/<str:number>/settlement/", finding_views.settlement, name="settlement"),
    path("findings/<str:number>/case/", finding_views.finding_case, name="finding_case"),
    path("improvements/", improvement_views.improvements, name="improvements"),
    path("improvements/new/", improvement_views.new_improvement, name="new_improvement"),
    path("improvements/<str:number>/", improvement_views.improvement, name="improvement"),
    path("improvements/<str:number>/beginning/", improvement_views.beginning, name="beginning"),
    path("improvements/<str:number>/finishing/", improvement_views.finishing, name="finishing"),
    path("improvements/<str:number>/giving-up/", improvement_views.giving_up, name="giving_up"),
    path("improvements/<str:number>/effect/", improvement_views.measuring, name="measuring"),
]
