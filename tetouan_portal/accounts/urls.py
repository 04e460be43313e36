"""The only doors: of allauth's pages those that staff need. No signing up, no other addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern
from django.views.decorators.cache import never_cache

from tetouan_portal.accounts import views


def private(route, view, name, make=path) -> URLPattern:
    """Never kept by a browser or a proxy, never listed by a search engine."""

    @never_cache
    def respond(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return make(route, respond, name=name)


def of_ones_own(route, view, name) -> URLPattern:
    """Allauth notes in a session, for whoever comes, what a password is asked again for: strangers sign in first."""
    return private(route, login_required(view), name)


invitations = [
    # …/invitation/
    private("invitation/<str:secret>/", views.invitation_link, "invitation_link"),
    private("invitation/", views.invitation, "invitation"),
]
urlpatterns = [
    path("", include((invitations, "accounts"))),
    # signing in and out
    private("login/", views.login, "account_login"),
    private("logout/", account.logout, "account_logout"),
    private("inactive/", account.account_inactive, "account_inactive"),
    private("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    # …/password/
    private("password/change/", views.change_password, "account_change_password"),
    private("password/reset/", account.password_reset, "account_reset_password"),
    private("password/reset/sent/", account.password_reset_done, "account_reset_password_done"),
    private("password/reset/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    private(
        r"^password/reset/(?P<uidb36>[0-9a-z]+)-(?P<key>[^/]+)/$",
        views.new_password,
        "account_reset_password_from_key",
        make=re_path,
    ),
    # …/second-factor/
    private("second-factor/", mfa.index, "mfa_index"),
    private("second-factor/enter/", mfa.authenticate, "mfa_authenticate"),
    private("second-factor/again/", mfa.reauthenticate, "mfa_reauthenticate"),
    of_ones_own("second-factor/app/add/", totp.activate_totp, "mfa_activate_totp"),
    private("second-factor/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    private("second-factor/codes/", views.codes, "mfa_view_recovery_codes"),
    of_ones_own("second-factor/codes/new/", views.new_codes, "mfa_generate_recovery_codes"),
    private("second-factor/codes/file/", views.codes_file, "mfa_download_recovery_codes"),
    private("second-factor/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    of_ones_own("second-factor/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    private("second-factor/passkeys/again/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    private("second-factor/passkeys/enter/", views.login_by_passkey, "mfa_login_webauthn"),
    of_ones_own("second-factor/passkeys/<int:pk>/remove/", views.remove_passkey, "mfa_remove_webauthn"),
    of_ones_own("second-factor/passkeys/<int:pk>/name/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    # …/sessions/
    private("sessions/", views.sessions, "usersessions_list"),
]
