from django.urls import path

from . import (
    case_act_views,
    case_views,
    contact_views,
    exception_views,
    opinion_views,
    shift_views,
    shipment_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.morning, name="morning"),
    path("desk/", views.queue, name="queue"),
    path("desk/waiting/", views.waiting, name="waiting"),
    path("desk/ownership/", views.take_over, name="take_over"),
    path("contacts/", contact_views.contacts, name="contacts"),
    path("contacts/new/", contact_views.new_contact, name="new_contact"),
    path("contacts/new/callers/", contact_views.callers, name="callers"),
    path("contacts/new/card/", contact_views.card, name="card"),
    path("contacts/<str:number>/", contact_views.contact, name="contact"),
    path("contacts/<str:number>/answer/", contact_views.contact_answer, name="contact_answer"),
    path("contacts/<str:number>/dismissal/", contact_views.contact_dismissal, name="contact_dismissal"),
    path("contacts/<str:number>/callback/", contact_views.contact_callback, name="contact_callback"),
    path("contacts/<str:number>/case/", contact_views.contact_case, name="contact_case"),
    path("cases/", case_views.cases, name="cases"),
    path("cases/<str:number>/", case_views.case, name="case"),
    path("cases/<str:number>/form/", case_views.case_form, name="case_form"),
    path("cases/<str:number>/reply/", case_act_views.reply, name="reply"),
    path("cases/<str:number>/answer/", case_act_views.answer_act, name="answer"),
    path("cases/<str:number>/chaser/", case_act_views.chaser, name="chaser"),
    path("cases/<str:number>/notes/", case_act_views.notes, name="notes"),
    path("cases/<str:number>/details/", case_act_views.details, name="details"),
    path("cases/<str:number>/pause/", case_act_views.pause, name="pause"),
    path("cases/<str:number>/resumption/", case_act_views.resumption, name="resumption"),
    path("cases/<str:number>/escalation/", case_act_views.escalation, name="escalation"),
    path("cases/<str:number>/owner/", case_act_views.owner, name="owner"),
    path("cases/<str:number>/solution/", case_act_views.solution, name="solution"),
    path("cases/<str:number>/closing/", case_act_views.closing, name="closing"),
    path("cases/<str:number>/reopening/", case_act_views.reopening, name="reopening"),
    path("cases/<str:number>/shipments/", shipment_views.shipments, name="shipments"),
    path(
        "cases/<str:number>/shipments/<str:waybill>/removal/", shipment_views.removal, name="shipment_removal"
    ),
    path("cases/<str:number>/forecast/", exception_views.forecast, name="forecast"),
    path("cases/<str:number>/notices/", exception_views.notices, name="notices"),
    path("exceptions/", exception_views.exceptions, name="exceptions"),
    path("exceptions/notices/", exception_views.mail_notices, name="mail_notices"),
    path("hand-over/", shift_views.hand_over, name="hand_over"),
    path("opinions/<str:token>/", opinion_views.opinion, name="opinion"),
]
