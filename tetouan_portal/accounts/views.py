"""Invitations, second factors, sessions: the pages of accounts that are our own."""

from functools import wraps

from allauth.account import views as account
from allauth.account.views import logout
from allauth.decorators import rate_limit
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tetouan_portal.accounts import browsers, inviting, second_factor
from tetouan_portal.accounts.damaged_factors import are_codes_damaged, with_readable_codes
from tetouan_portal.accounts.devices import device
from tetouan_portal.accounts.forms import AcceptForm
from tetouan_portal.accounts.passkeys import enter_by_passkey
from tetouan_portal.lib.throttle import Throttle, client_address

SESSION_KEY = "invitation"
SIGN_INS = Throttle("posts to sign in", limit=30, per=60)  # from one address, of browsers that nobody knows
PASSKEYS = Throttle("passkeys", limit=30, per=60)


def in_pace(throttle, view):
    """Posts beyond the limit are refused, except from browsers in which a colleague behind the address signed in."""

    @wraps(view)
    def respond(request, *args, **kwargs):
        is_too_fast = request.method == "POST" and not throttle.allows(client_address(request))
        if is_too_fast and not browsers.is_somebodys(request):
            return render(request, "429.html", status=429)
        return view(request, *args, **kwargs)

    return respond


login = in_pace(SIGN_INS, account.login)
login_by_passkey = in_pace(PASSKEYS, enter_by_passkey)


class ChangePasswordView(account.PasswordChangeView):
    def dispatch(self, request, *args, **kwargs):
        """Who has none would be led by allauth to a page that is not here."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """All browsers of the account are unknown from now on, but the one at hand."""
        response = super().form_valid(form)
        browsers.remember(self.request, response, form.user, has_signed_in=True)
        return response


class NewPasswordView(account.PasswordResetFromKeyView):
    def form_valid(self, form):
        """Whoever had the mail comes in with the new password, whatever others typed."""
        response = super().form_valid(form)
        browsers.remember(self.request, response, self.reset_user, has_signed_in=False)
        return response


change_password = ChangePasswordView.as_view()
new_password = NewPasswordView.as_view()


@rate_limit(action="reset_password_from_key")
def invitation_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Keeps the secret out of the address, where the next page's Referer would carry it on.

    A session is begun for who was invited, not for whoever tries.
    """
    if inviting.pending(secret):
        request.session[SESSION_KEY] = secret
    return redirect("accounts:invitation")


@rate_limit(action="reset_password_from_key")
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest) -> HttpResponse:
    secret = request.session.get(SESSION_KEY, "")
    invited = inviting.pending(secret)
    if invited is None:
        return render(request, "account/invitation_unusable.html", status=404)
    form = AcceptForm(request.POST or None, user=invited.user)
    if request.method == "POST" and form.is_valid():
        response = inviting.accept(request, secret, form.cleaned_data["password1"])
        return response or render(request, "account/invitation_unusable.html", status=404)
    return render(request, "account/invitation.html", {"form": form, "invited": invited})


class RemovePasskeyView(RemoveWebAuthnView):
    """allauth asks whether it may be removed for the app alone."""

    def form_valid(self, form):
        if second_factor.is_the_last_needed(self.object):
            messages.error(self.request, second_factor.LAST_ONE)
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


remove_passkey = RemovePasskeyView.as_view()


class NewCodesView(recovery_codes.GenerateRecoveryCodesView):
    def get_context_data(self, **kwargs):
        """Allauth counts those that are left, which damaged ones do not say."""
        if are_codes_damaged(self.request.user):
            return super(recovery_codes.GenerateRecoveryCodesView, self).get_context_data(**kwargs)
        return super().get_context_data(**kwargs)


new_codes = NewCodesView.as_view()
codes = with_readable_codes(recovery_codes.view_recovery_codes)
codes_file = with_readable_codes(recovery_codes.download_recovery_codes)


class SessionsView(ListUserSessionsView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["devices"] = [(session, device(session.user_agent)) for session in context["sessions"]]
        return context


sessions = SessionsView.as_view()


@never_cache
def admin_login(request: HttpRequest, extra_context=None) -> HttpResponse:
    """The admin has no form of its own to sign in: that would be a door without second factor and lock-out."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("admin:index")
    if admin.site.has_permission(request):
        return redirect(wanted)
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{resolve_url('account_login')}?{urlencode({'next': wanted})}")


@never_cache
def admin_password_change(request: HttpRequest, extra_context=None) -> HttpResponse:
    return redirect("account_change_password")


@never_cache
def admin_logout(request: HttpRequest, extra_context=None) -> HttpResponse:
    return logout(request)
