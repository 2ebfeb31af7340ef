from django.urls import path

from . import form_views, intake_views, views

app_name = "orders"

urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/new/", form_views.new, name="new"),
    path("orders/releases/", views.bulk_release, name="bulk_release"),
    path("orders/intake/", intake_views.intake, name="intake"),
    path("orders/intake/template/", intake_views.template, name="intake_template"),
    path("orders/intake/<int:pk>/", intake_views.intake_rows, name="intake_rows"),
    path("orders/intake/<int:pk>/corrections/", intake_views.corrections, name="intake_corrections"),
    path("orders/<str:number>/", views.order, name="order"),
    path("orders/<str:number>/details/", form_views.details, name="details"),
    path("orders/<str:number>/placement/", views.placement, name="placement"),
    path("orders/<str:number>/hold/", views.hold, name="hold"),
    path("orders/<str:number>/release/", views.release, name="release"),
    path("orders/<str:number>/cancellation/", views.cancellation, name="cancellation"),
]
