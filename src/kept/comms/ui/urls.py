from django.urls import path

from . import views

app_name = "comms"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/reading/", views.reading, name="reading"),
    path("notices/<int:pk>/", views.notice, name="notice"),
]
