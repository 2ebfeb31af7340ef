from django.urls import path

from . import channel_views, hook_views, message_views, views

app_name = "comms"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/reading/", views.reading, name="reading"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("channels/", channel_views.channels, name="channels"),
    path("channels/new/mail/", channel_views.new_mail_account, name="new_mail_account"),
    path("channels/new/webhook/", channel_views.new_hook, name="new_hook"),
    path("channels/new/notification/", channel_views.new_notification, name="new_notification"),
    path("channels/<int:pk>/", channel_views.channel, name="channel"),
    path("channels/<int:pk>/form/", channel_views.channel_form, name="channel_form"),
    path("channels/<int:pk>/key/", channel_views.channel_key, name="channel_key"),
    path("channels/<int:pk>/trial/", channel_views.channel_trial, name="channel_trial"),
    path("messages/in/", message_views.messages_in, name="messages_in"),
    path("messages/in/floods/<int:pk>/release/", message_views.flood_release, name="flood_release"),
    path("messages/in/<str:number>/", message_views.incoming_message, name="incoming_message"),
    path("messages/in/<str:number>/raw/", message_views.raw, name="raw"),
    path("messages/in/<str:number>/replay/", message_views.replay, name="replay"),
    path("messages/out/", message_views.messages_out, name="messages_out"),
    path("messages/out/<int:pk>/", message_views.message, name="message"),
    path("messages/out/<int:pk>/sending/", message_views.sending, name="sending"),
    path("hooks/<str:token>/", hook_views.hook, name="hook"),
]
