from django.urls import path

from . import review_views, schedule_views, views

app_name = "reports"
urlpatterns = [
    path("reports/", views.shelf, name="shelf"),
    path("reports/reviews/", review_views.reviews, name="reviews"),
    path("reports/reviews/new/", review_views.new_review, name="new_review"),
    path("reports/reviews/<str:number>/", review_views.review, name="review"),
    path("reports/reviews/<str:number>/remarks/", review_views.remark, name="remark"),
    path("reports/reviews/<str:number>/handover/", review_views.handover, name="handover"),
    path("reports/schedules/", schedule_views.schedules, name="schedules"),
    path("reports/schedules/<str:number>/", schedule_views.schedule, name="schedule"),
    path("reports/schedules/<str:number>/activity/", schedule_views.activity, name="activity"),
    path("reports/schedules/<str:number>/sendings/", schedule_views.sendings, name="sendings"),
    path("reports/sendings/<int:pk>/attempt/", schedule_views.attempt, name="attempt"),
    path("reports/<slug:code>/", views.report, name="report"),
    path("reports/<slug:code>/schedule/", schedule_views.new_schedule, name="new_schedule"),
]
