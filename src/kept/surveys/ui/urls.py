from django.urls import path

from . import (
    answer_views,
    asking_views,
    builder_views,
    matrix_views,
    public_views,
    questionnaire_views,
    views,
)

app_name = "surveys"
urlpatterns = [
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/new/", asking_views.new, name="new"),
    path("surveys/<str:number>/", views.survey, name="survey"),
    path("surveys/<str:number>/dimensions/", views.dimensions, name="dimensions"),
    path("surveys/<str:number>/matrix/", matrix_views.matrix, name="matrix"),
    path("surveys/<str:number>/closure/", asking_views.closure, name="closure"),
    path("surveys/<str:number>/reopening/", asking_views.reopening, name="reopening"),
    path("surveys/<str:number>/answers/", answer_views.answers, name="answers"),
    path("surveys/<str:number>/responses/", answer_views.responses, name="responses"),
    path("surveys/<str:number>/responses/<int:pk>/", answer_views.response, name="response"),
    path("surveys/<str:number>/responses/<int:pk>/correction/", answer_views.correction, name="correction"),
    path("surveys/<str:number>/paper/", answer_views.paper, name="paper"),
    path("surveys/<str:number>/phone/", asking_views.phone, name="phone"),
    path("surveys/<str:number>/sheet/", asking_views.sheet, name="sheet"),
    path("surveys/<str:number>/sample/", asking_views.sample, name="sample"),
    path("surveys/<str:number>/sample/drawing/", asking_views.drawing, name="drawing"),
    path("surveys/<str:number>/slips/<str:shipment>/", asking_views.slip, name="slip"),
    path("surveys/<str:number>/ratings/", answer_views.ratings, name="ratings"),
    path("surveys/<str:number>/invitations/", asking_views.invitations, name="invitations"),
    path("surveys/<str:number>/invitations/new/", asking_views.invite, name="invite"),
    path("matrix/", matrix_views.newest_matrix, name="newest_matrix"),
    path("questionnaires/", questionnaire_views.questionnaires, name="questionnaires"),
    path("questionnaires/<str:code>/<int:version>/", questionnaire_views.questionnaire, name="questionnaire"),
    path("questionnaires/<str:code>/<int:version>/cuts/", questionnaire_views.cuts, name="cuts"),
    path("questionnaires/new/", builder_views.new, name="new_questionnaire"),
    path("questionnaires/<str:code>/<int:version>/draft/", builder_views.draft, name="draft"),
    path("questionnaires/<str:code>/<int:version>/builder/", builder_views.builder, name="builder"),
    path("questionnaires/<str:code>/<int:version>/heading/", builder_views.heading, name="heading"),
    path("questionnaires/<str:code>/<int:version>/preview/", builder_views.preview, name="preview"),
    path(
        "questionnaires/<str:code>/<int:version>/publication/", builder_views.publication, name="publication"
    ),
    path("questionnaires/<str:code>/<int:version>/removal/", builder_views.dropping, name="dropping"),
    path("questionnaires/<str:code>/<int:version>/questions/", builder_views.question, name="new_question"),
    path(
        "questionnaires/<str:code>/<int:version>/questions/<slug:item>/",
        builder_views.question,
        name="question",
    ),
    path(
        "questionnaires/<str:code>/<int:version>/questions/<slug:item>/place/",
        builder_views.place,
        name="place",
    ),
    path(
        "questionnaires/<str:code>/<int:version>/questions/<slug:item>/removal/",
        builder_views.removal,
        name="removal",
    ),
    path("survey/<str:token>/", public_views.answering, name="answering"),
]
