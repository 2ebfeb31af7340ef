from django.urls import path

from . import account_views, rule_views, views

app_name = "people"
urlpatterns = [
    path("login/", account_views.login, name="login"),
    path("logout/", account_views.logout, name="logout"),
    path("account/", account_views.account, name="account"),
    path("account/password/", account_views.password, name="password"),
    path("account/keys/", account_views.keys, name="keys"),
    path("account/keys/<int:pk>/revocation/", account_views.key_revocation, name="key_revocation"),
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/grants/", views.grants, name="grants"),
    path("people/<int:pk>/grants/<int:grant>/removal/", views.grant_removal, name="grant_removal"),
    path("people/<int:pk>/block/", views.block, name="block"),
    path("people/<int:pk>/admission/", views.admission, name="admission"),
    path("rule-numbers/", rule_views.rule_numbers, name="rule_numbers"),
]
