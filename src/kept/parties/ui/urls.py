from django.urls import path

from . import chain_views, partner_views, views

app_name = "parties"
urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/new/", views.new_customer, name="new_customer"),
    path("customers/choices/", chain_views.customer_choices, name="customer_choices"),
    path("customers/chains/", chain_views.chains, name="chains"),
    path("customers/<str:number>/", views.customer, name="customer"),
    path("customers/<str:number>/details/", views.customer_details, name="customer_details"),
    path("customers/<str:number>/contact-persons/", views.contact_persons, name="contact_persons"),
    path("customers/<str:number>/sites/", views.sites, name="sites"),
    path("customers/<str:number>/consignees/", views.consignees, name="consignees"),
    path("customers/<str:number>/chain/", views.chain, name="chain"),
    path("customers/<str:number>/chain/<int:pk>/end/", chain_views.chain_end, name="chain_end"),
    path("partners/", partner_views.partners, name="partners"),
    path("partners/new/", partner_views.new_partner, name="new_partner"),
    path("partners/<str:number>/", partner_views.partner, name="partner"),
]
