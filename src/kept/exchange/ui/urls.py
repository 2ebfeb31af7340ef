from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("imports/", views.runs, name="runs"),
    path("imports/new/", views.new_run, name="new_run"),
    path("imports/mappings/<str:name>/", views.mapping, name="mapping"),
    path("imports/samples/<str:name>/", views.sample, name="sample"),
    path("imports/<str:number>/", views.run, name="run"),
    path("imports/<str:number>/start/", views.start, name="start"),
    path("imports/<str:number>/removal/", views.drop, name="drop"),
    path("imports/<str:number>/rejected/", views.rejected, name="rejected"),
    path("imports/<str:number>/rejected/file/", views.rejected_file, name="rejected_file"),
]
