from django.urls import path

from . import views

app_name = "fulfillment"

urlpatterns = [
    path("tracking-tables/", views.day, name="day"),
    path("tracking-tables/publications/", views.bulk_publish, name="bulk_publish"),
    path("tracking-tables/<str:number>/", views.table, name="table"),
    path("tracking-tables/<str:number>/columns/", views.columns, name="columns"),
    path("tracking-tables/<str:number>/publication/", views.publication, name="publication"),
    path("tracking-tables/<str:number>/<int:pk>/", views.published, name="published"),
    path("numbers/", views.numbers, name="numbers"),
]
