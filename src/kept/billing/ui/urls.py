from django.urls import path

from . import views

app_name = "billing"
urlpatterns = [
    path("charges/", views.charges, name="charges"),
    path("charges/settlement/", views.settlement, name="settlement"),
    path("charges/without-price/", views.unpriced, name="unpriced"),
    path("charges/without-price/prices/", views.prices, name="prices"),
    path("charges/<str:number>/", views.charge, name="charge"),
    path("charges/<str:number>/reversal/", views.reversal, name="reversal"),
    path("charges/<str:number>/price/", views.price, name="price"),
]
