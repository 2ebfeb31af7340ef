from django.urls import path

from . import quote_views, views

app_name = "quotes"

urlpatterns = [
    path("inquiries/", views.inquiries, name="inquiries"),
    path("inquiries/new/", views.new_inquiry, name="new_inquiry"),
    path("inquiries/<str:number>/", views.inquiry, name="inquiry"),
    path("inquiries/<str:number>/answers/", views.answers, name="answers"),
    path("inquiries/<str:number>/tasks/<str:kind>/", views.task, name="task"),
    path("inquiries/<str:number>/sheet/", views.sheet, name="sheet"),
    path("inquiries/<str:number>/importance/", views.importance, name="importance"),
    path("inquiries/<str:number>/loss/", views.loss, name="loss"),
    path("inquiries/<str:number>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("inquiries/<str:number>/quotes/new/", quote_views.new_quote, name="new_quote"),
    path("quotes/", quote_views.quotes, name="quotes"),
    path("quotes/<str:number>/", quote_views.quote, name="quote"),
    path("quotes/<str:number>/paper/", quote_views.paper, name="paper"),
    path("quotes/<str:number>/sending/", quote_views.sending, name="sending"),
    path("quotes/<str:number>/acceptance/", quote_views.acceptance, name="acceptance"),
    path("quotes/<str:number>/rejection/", quote_views.rejection, name="rejection"),
]
