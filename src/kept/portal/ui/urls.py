from django.urls import path

from . import carrier_views, case_views, client_views, help_views, order_views, public_views, table_views

app_name = "portal"
urlpatterns = [
    path("portal/", client_views.home, name="home"),
    path("portal/orders/", order_views.orders, name="orders"),
    path("portal/orders/new/", order_views.new_order, name="new_order"),
    path("portal/orders/<str:number>/", order_views.order, name="order"),
    path("portal/shipments/", client_views.shipments, name="shipments"),
    path("portal/shipments/<str:number>/", client_views.shipment, name="shipment"),
    path("portal/cases/", case_views.cases, name="cases"),
    path("portal/cases/new/", case_views.new_case, name="new_case"),
    path("portal/cases/<str:number>/", case_views.case, name="case"),
    path("portal/cases/<str:number>/messages/", case_views.messages, name="messages"),
    path("portal/tracking-table/", table_views.tracking_table, name="tracking_table"),
    path("portal/tracking-tables/<int:pk>/", table_views.published, name="published"),
    path("portal/charges/", client_views.charges, name="charges"),
    path("portal/help/", help_views.help_page, name="help"),
    path("portal/help/<str:number>/", help_views.help_article, name="help_article"),
    path("portal/help/<str:number>/judgement/", help_views.help_judgement, name="help_judgement"),
    path("portal/help/<str:number>/images/<str:token>/", help_views.help_image, name="help_image"),
    path("help/", help_views.public_help, name="public_help"),
    path("help/<str:number>/", help_views.public_article, name="public_article"),
    path("help/<str:number>/images/<str:token>/", help_views.public_image, name="public_image"),
    path("carrier/", carrier_views.home, name="carrier_home"),
    path("carrier/shipments/", carrier_views.shipments, name="carrier_shipments"),
    path("carrier/shipments/<str:number>/", carrier_views.shipment, name="carrier_shipment"),
    path("carrier/shipments/<str:number>/news/", carrier_views.news, name="carrier_news"),
    path("carrier/shipments/<str:number>/delivery/", carrier_views.delivery, name="carrier_delivery"),
    path("t/<str:token>/", public_views.tracking, name="tracking"),
]
