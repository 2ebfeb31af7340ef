from django.urls import path

from . import target_views, views

app_name = "scorecards"
urlpatterns = [
    path("scorecards/", views.scorecard, name="scorecard"),
    path("scorecards/records/", views.records, name="records"),
    path("scorecards/promises-kept/", views.promises_kept, name="promises_kept"),
    path("scorecards/levels/", target_views.targets, name="targets"),
    path("scorecards/levels/new/", target_views.new_target, name="new_target"),
    path("service-level/", views.service_level, name="service_level"),
]
