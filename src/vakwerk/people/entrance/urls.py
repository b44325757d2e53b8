"""Where is the entrance? These addresses belong to no academy."""

from django.urls import include, path

from vakwerk.people.entrance import addresses, codes, doors, views

urlpatterns = [
    path("", views.front, name="front"),
    path("account/link/<str:token>/", views.sign_in_link, name="sign_in_link"),
    path("account/link/<str:token>/nieuw/", views.new_link, name="new_sign_in_link"),
    path("account/link-verstuurd/", views.link_sent, name="sign_in_link_sent"),
    path("account/", views.security, name="security"),
    path("account/email/", addresses.email_addresses, name="account_email"),
    path("account/confirm-email/<str:key>/", addresses.confirm_address, name="account_confirm_email"),
    path("account/login/code/confirm/", codes.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("account/apparaten/<int:session_id>/afmelden/", views.end_session, name="end_session"),
    path("taal/", views.set_language, name="set_language"),
    path("account/", include(doors.urlpatterns)),
]
