from django.urls import path

from . import answer_views, asking_views, public_views, questionnaire_views, views

app_name = "surveys"
urlpatterns = [
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/new/", asking_views.new, name="new"),
    path("surveys/<str:number>/", views.survey, name="survey"),
    path("surveys/<str:number>/matrix/", views.matrix, name="matrix"),
    path("surveys/<str:number>/closure/", asking_views.closure, name="closure"),
    path("surveys/<str:number>/reopening/", asking_views.reopening, name="reopening"),
    path("surveys/<str:number>/answers/", answer_views.answers, name="answers"),
    path("surveys/<str:number>/responses/", answer_views.responses, name="responses"),
    path("surveys/<str:number>/responses/<int:pk>/", answer_views.response, name="response"),
    path("surveys/<str:number>/responses/<int:pk>/correction/", answer_views.correction, name="correction"),
    path("surveys/<str:number>/paper/", answer_views.paper, name="paper"),
    path("surveys/<str:number>/ratings/", answer_views.ratings, name="ratings"),
    path("surveys/<str:number>/invitations/", asking_views.invitations, name="invitations"),
    path("surveys/<str:number>/invitations/new/", asking_views.invite, name="invite"),
    path("matrix/", views.newest_matrix, name="newest_matrix"),
    path("questionnaires/", questionnaire_views.questionnaires, name="questionnaires"),
    path("questionnaires/<str:code>/<int:version>/", questionnaire_views.questionnaire, name="questionnaire"),
    path("questionnaires/<str:code>/<int:version>/cuts/", questionnaire_views.cuts, name="cuts"),
    path("questionnaires/<str:code>/<int:version>/revision/", questionnaire_views.revision, name="revision"),
    path("survey/<str:token>/", public_views.answering, name="answering"),
]
