from django.urls import path

from . import instruction_views, views

app_name = "fulfillment"

urlpatterns = [
    path("tracking-tables/", views.day, name="day"),
    path("tracking-tables/publications/", views.bulk_publish, name="bulk_publish"),
    path("tracking-tables/<str:number>/", views.table, name="table"),
    path("tracking-tables/<str:number>/columns/", views.columns, name="columns"),
    path("tracking-tables/<str:number>/publication/", views.publication, name="publication"),
    path("tracking-tables/<str:number>/<int:pk>/", views.published, name="published"),
    path("numbers/", views.numbers, name="numbers"),
    path("instructions/", instruction_views.instructions, name="instructions"),
    path("instructions/new/", instruction_views.new_instruction, name="new_instruction"),
    path("instructions/<str:number>/", instruction_views.instruction, name="instruction"),
    path("instructions/<str:number>/execution/", instruction_views.execution, name="execution"),
    path("instructions/<str:number>/deeds/<str:name>/", instruction_views.deed, name="deed"),
    path("instructions/<str:number>/refusal/", instruction_views.refusal, name="refusal"),
    path("instructions/<str:number>/withdrawal/", instruction_views.withdrawal, name="withdrawal"),
]
