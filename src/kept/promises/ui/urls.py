from django.urls import path

from . import calendar_views, policy_views, views

app_name = "promises"
urlpatterns = [
    path("due-now/", views.due_now, name="due_now"),
    path("promises/", views.promises, name="promises"),
    path("promises/<int:pk>/", views.promise, name="promise"),
    path("promises/<int:pk>/pause/", views.pause, name="pause"),
    path("promises/<int:pk>/resumption/", views.resumption, name="resumption"),
    path("promises/<int:pk>/cause/", views.cause, name="cause"),
    path("promises/<int:pk>/waiver/", views.waiver, name="waiver"),
    path("promises/<int:pk>/revision/", views.revision, name="revision"),
    path("policies/", policy_views.policies, name="policies"),
    path("policies/new/", policy_views.new_policy, name="new_policy"),
    path("policies/<int:pk>/", policy_views.policy, name="policy"),
    path("policies/<int:pk>/versions/", policy_views.new_version, name="new_version"),
    path("calendars/", calendar_views.calendars, name="calendars"),
    path("calendars/<str:code>/", calendar_views.calendar, name="calendar"),
    path("calendars/<str:code>/days/", calendar_views.days, name="calendar_days"),
]
