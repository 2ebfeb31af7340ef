"""Addresses of the kernel: quick find, panels, saved views, how the page is shown."""

from django.urls import path

from . import views

app_name = "kernel"

urlpatterns = [
    path("find/", views.find, name="find"),
    path("panels/<str:name>/<str:type_name>/<int:pk>/", views.panel, name="panel"),
    path("saved-views/", views.saved_views, name="saved_views"),
    path("saved-views/<int:pk>/removal/", views.saved_view_removal, name="saved_view_removal"),
    path("display/", views.display, name="display"),
    path("language/", views.language, name="language"),
    path("live/", views.live, name="live"),
]
