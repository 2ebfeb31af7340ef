from django.urls import path

from . import views

app_name = "contracts"

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.new_agreement, name="new_agreement"),
    path("agreements/<str:number>/", views.agreement, name="agreement"),
    path("agreements/<str:number>/end/", views.ending, name="ending"),
    path("agreements/<str:number>/rate-cards/new/", views.agreement_prices, name="agreement_prices"),
    path("rate-cards/", views.rate_cards, name="rate_cards"),
    path("rate-cards/new/", views.new_rate_card, name="new_rate_card"),
    path("rate-cards/<int:pk>/", views.rate_card, name="rate_card"),
    path("customer-choices/", views.customer_choices, name="customer_choices"),
]
