from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [path("documents/<str:token>/", views.document, name="document")]
