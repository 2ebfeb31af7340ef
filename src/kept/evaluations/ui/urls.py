from django.urls import path

from . import design_views, pair_views, views

app_name = "evaluations"
MODEL = "evaluations/models/<slug:code>/<int:version>/"
urlpatterns = [
    path("evaluations/", views.evaluations, name="evaluations"),
    path("evaluations/asked/", views.asked, name="asked"),
    path("evaluations/new/", views.new_evaluation, name="new_evaluation"),
    path("evaluations/models/", design_views.models, name="models"),
    path("evaluations/models/new/", design_views.new_model, name="new_model"),
    path(MODEL, design_views.model, name="model"),
    path(f"{MODEL}head/", design_views.head, name="head"),
    path(f"{MODEL}criteria/new/", design_views.new_criterion, name="new_criterion"),
    path(f"{MODEL}criteria/<slug:criterion>/", design_views.criterion, name="criterion"),
    path(f"{MODEL}criteria/<slug:criterion>/removal/", design_views.removal, name="removal"),
    path(f"{MODEL}weights/<slug:group>/", design_views.weights, name="weights"),
    path(f"{MODEL}pairs/<slug:group>/", pair_views.pairs, name="pairs"),
    path(f"{MODEL}pairs/<slug:group>/ratio/", pair_views.ratio, name="ratio"),
    path(f"{MODEL}pairs/<slug:group>/weights/", pair_views.pair_weights, name="pair_weights"),
    path(f"{MODEL}vetoes/new/", design_views.new_veto, name="new_veto"),
    path(f"{MODEL}vetoes/<int:rule>/removal/", design_views.veto_removal, name="veto_removal"),
    path(f"{MODEL}use/", design_views.use, name="use"),
    path(f"{MODEL}revision/", design_views.revision, name="revision"),
    path("evaluations/<str:number>/", views.evaluation, name="evaluation"),
    path("evaluations/<str:number>/marks/", views.marks, name="marks"),
    path("evaluations/<str:number>/result/", views.result, name="result"),
    path("evaluations/<str:number>/closing/", views.closing, name="closing"),
    path("evaluations/<str:number>/cancellation/", views.cancellation, name="cancellation"),
]
