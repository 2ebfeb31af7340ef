from django.urls import path

from . import views

app_name = "catalog"
urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/new/", views.new_service, name="new_service"),
    path("services/<str:code>/", views.service, name="service"),
    path("services/<str:code>/details/", views.service_details, name="service_details"),
    path("services/<str:code>/retirement/", views.retirement, name="retirement"),
    path("services/<str:code>/offer/", views.offer, name="offer"),
]
