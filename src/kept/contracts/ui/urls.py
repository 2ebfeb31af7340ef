from django.urls import path

from . import client_policy_views, handing_views, preparation_views, statement_views, views

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
    path("service-statements/", statement_views.statements, name="statements"),
    path("service-statements/new/", statement_views.new_statement, name="new_statement"),
    path("service-statements/<str:number>/", statement_views.statement, name="statement"),
    path("service-statements/<str:number>/versions/new/", statement_views.new_version, name="new_version"),
    path("service-statements/<str:number>/end/", statement_views.statement_end, name="statement_end"),
    path("service-texts/", statement_views.service_texts, name="service_texts"),
    path("service-texts/<str:number>/", statement_views.service_text, name="service_text"),
    path("service-texts/<str:number>/handover/", handing_views.new_handover, name="new_handover"),
    path("handovers/", handing_views.handovers, name="handovers"),
    path("handovers/<int:pk>/", handing_views.handover, name="handover"),
    path("preparations/", preparation_views.preparations, name="preparations"),
    path("preparations/<str:number>/", preparation_views.preparation_of, name="preparation"),
    path("preparations/<str:number>/notes/", preparation_views.preparation_notes, name="preparation_notes"),
    path("client-policies/", client_policy_views.client_policies, name="client_policies"),
    path("client-policies/new/", client_policy_views.new_client_policy, name="new_client_policy"),
    path("client-policies/<int:pk>/", client_policy_views.client_policy, name="client_policy"),
]
