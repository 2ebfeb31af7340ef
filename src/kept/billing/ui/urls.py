from django.urls import path

from . import hold_views, recharge_views, views

app_name = "billing"
urlpatterns = [
    path("charges/", views.charges, name="charges"),
    path("charges/settlement/", views.settlement, name="settlement"),
    path("charges/without-price/", views.unpriced, name="unpriced"),
    path("charges/without-price/prices/", views.prices, name="prices"),
    path("charges/<str:number>/", views.charge, name="charge"),
    path("charges/<str:number>/reversal/", views.reversal, name="reversal"),
    path("charges/<str:number>/price/", views.price, name="price"),
    path("disputed-charges/", hold_views.holds, name="holds"),
    path("disputed-charges/<int:pk>/", hold_views.hold, name="hold"),
    path("disputed-charges/<int:pk>/decision/", hold_views.hold_decision, name="hold_decision"),
    path("recharges/", recharge_views.recharges, name="recharges"),
    path("recharges/settlement/", recharge_views.settlement, name="recharge_settlement"),
    path("recharges/<str:number>/", recharge_views.recharge, name="recharge"),
    path("recharges/<str:number>/contest/", recharge_views.contest, name="recharge_contest"),
    path("recharges/<str:number>/decision/", recharge_views.decision, name="recharge_decision"),
]
