from django.urls import path

from . import desk_views, pareto_views, target_views, views

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
    path("service-level/", views.service_level, name="service_level"),
]
