from django.urls import path

from . import views

app_name = "conduct"
urlpatterns = [
    path("fines/", views.fines, name="fines"),
    path("fines/own/", views.own, name="own"),
    path("fines/table/", views.tariffs, name="tariffs"),
    path("fines/<str:number>/", views.fine, name="fine"),
    path("fines/<str:number>/decision/", views.decision, name="decision"),
    path("cases/<str:number>/ignored/", views.ignored, name="ignored"),
]
