from django.urls import path

from . import act_views, connection_views, follow_views, pickup_views, road_views, views

app_name = "transport"

urlpatterns = [
    path("shipments/", views.shipments, name="shipments"),
    path("shipments/new/", act_views.new, name="new"),
    path("shipments/board/", views.board, name="board"),
    path("shipments/map/", views.map, name="map"),
    path("shipments/news/", act_views.bulk_news, name="bulk_news"),
    path("shipments/exceptions/", follow_views.exceptions, name="exceptions"),
    path("shipments/exceptions/over/", follow_views.exceptions_over, name="exceptions_over"),
    path("shipments/<str:number>/", views.shipment, name="shipment"),
    path("shipments/<str:number>/state/", views.state, name="state"),
    path("shipments/<str:number>/tracking/", act_views.news, name="news"),
    path("shipments/<str:number>/delivery/", act_views.delivery, name="delivery"),
    path("shipments/<str:number>/deliveries/<int:attempt>/revision/", act_views.revision, name="revision"),
    path("shipments/<str:number>/return/", act_views.sending_back, name="return"),
    path("shipments/<str:number>/loss/", act_views.loss, name="loss"),
    path("shipments/<str:number>/connection/", connection_views.new_connection, name="new_connection"),
    path("shipments/<str:number>/carrier/", act_views.carrier, name="carrier"),
    path("shipments/<str:number>/cancellation/", act_views.cancellation, name="cancellation"),
    path("connections/", connection_views.connections, name="connections"),
    path("connections/<str:number>/", connection_views.connection, name="connection"),
    path("connections/<str:number>/dropping/", connection_views.dropping, name="connection_dropping"),
    path("road-events/", road_views.road_events, name="road_events"),
    path("road-events/new/", road_views.new_road_event, name="new_road_event"),
    path("road-events/<str:number>/", road_views.road_event, name="road_event"),
    path("road-events/<str:number>/end/", road_views.road_event_over, name="road_event_over"),
    path("pickup-notices/", pickup_views.pickup_notices, name="pickup_notices"),
    path("pickup-notices/<str:number>/", pickup_views.pickup_notice, name="pickup_notice"),
    path("pickup-notices/<str:number>/details/", pickup_views.pickup_details, name="pickup_details"),
    path("pickup-notices/<str:number>/message/", pickup_views.pickup_message, name="pickup_message"),
    path("dispatch/", act_views.dispatch, name="dispatch"),
    path("dispatch/carriers/", act_views.bulk_assign, name="bulk_assign"),
    path("receipts/", follow_views.receipts, name="receipts"),
    path("receipts/received/", follow_views.receipts_received, name="receipts_received"),
    path("receipts/checked/", follow_views.receipts_checked, name="receipts_checked"),
    path("receipts/returned/", follow_views.receipts_returned, name="receipts_returned"),
    path("receipts/archived/", follow_views.receipts_archived, name="receipts_archived"),
]
