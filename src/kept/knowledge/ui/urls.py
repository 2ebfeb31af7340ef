from django.urls import path

from . import article_views, pack_views, script_views, views, wish_views, writing_views

app_name = "knowledge"
urlpatterns = [
    path("knowledge/", views.find, name="find"),
    path("knowledge/wishes/", wish_views.wishes, name="wishes"),
    path("knowledge/wishes/new/", wish_views.wishes_add, name="wishes_add"),
    path("knowledge/wishes/<int:pk>/", wish_views.wish, name="wish"),
    path("knowledge/wishes/<int:pk>/answer/", wish_views.wish_answer, name="wish_answer"),
    path("knowledge/wishes/<int:pk>/declining/", wish_views.wish_declining, name="wish_declining"),
    path("knowledge/archive/", pack_views.archive, name="archive"),
    path("knowledge/intake/", pack_views.intake, name="intake"),
    path("knowledge/articles/", article_views.articles, name="articles"),
    path("knowledge/articles/new/", writing_views.new_article, name="new_article"),
    path("knowledge/articles/<str:number>/", article_views.article, name="article"),
    path("knowledge/articles/<str:number>/text/", writing_views.text, name="text"),
    path("knowledge/articles/<str:number>/details/", writing_views.details, name="details"),
    path("knowledge/articles/<str:number>/submission/", writing_views.submission, name="submission"),
    path("knowledge/articles/<str:number>/sending-back/", writing_views.sending_back, name="sending_back"),
    path("knowledge/articles/<str:number>/publication/", writing_views.publication, name="publication"),
    path("knowledge/articles/<str:number>/confirmation/", writing_views.confirmation, name="confirmation"),
    path("knowledge/articles/<str:number>/retirement/", writing_views.retirement, name="retirement"),
    path("knowledge/articles/<str:number>/judgement/", article_views.judgement, name="judgement"),
    path("knowledge/articles/<str:number>/linking/", article_views.linking, name="linking"),
    path("knowledge/articles/<str:number>/images/", writing_views.images, name="images"),
    path("knowledge/articles/<str:number>/images/<str:token>/", article_views.image, name="image"),
    path("knowledge/articles/<str:number>/versions/<int:pk>/", article_views.version, name="version"),
    path(
        "knowledge/articles/<str:number>/versions/<int:pk>/restoration/",
        writing_views.restoration,
        name="restoration",
    ),
    path("scripts/", script_views.scripts, name="scripts"),
    path("scripts/new/", script_views.new_script, name="new_script"),
    path("scripts/company-name/", script_views.company_name, name="company_name"),
    path("scripts/<int:pk>/", script_views.script, name="script"),
]
