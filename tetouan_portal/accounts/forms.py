"""allauth's forms with our labels and without placeholders, which vanish when they are needed."""

from allauth.account import forms as account
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tetouan_portal.accounts import damaged_factors, letters, locking
from tetouan_portal.accounts.device_answers import insist_on_texts
from tetouan_portal.accounts.models import LetterKind
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

CODE = _("Code")
PASSWORD = _("Password")
NEW_PASSWORD, NEW_PASSWORD_AGAIN = _("New password"), _("New password, once more")


class Plain:
    """Our labels, nothing inside the fields."""

    labels: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class LoginForm(Plain, account.LoginForm):
    labels = {"login": _("E-mail address or user name"), "password": PASSWORD}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update({"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"})
        self.fields["password"].help_text = ""  # the page links to the new password


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), "password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""

    def clean_oldpassword(self):
        """Counted like every other guess at the password."""
        password = self.cleaned_data["oldpassword"]
        if not account.get_adapter().reauthenticate(self.user, password):
            raise account.get_adapter().validation_error("enter_current_password")
        return password


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}

    def save(self, request, **kwargs):
        """The same work for an address that nobody has; a worker writes the mail, a few a day to one person."""
        for user in self.users:
            letters.queue(user, LetterKind.PASSWORD_RESET)
            events.record(Kind.RESET_ASKED, request=request, user=user)
        if not self.users:
            events.record(Kind.RESET_ASKED, request=request, detail="unknown_address")
            letters.LETTERS.wake_after_commit()
        return self.cleaned_data["email"]


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    labels = {"password": PASSWORD}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AcceptForm(Plain, account.PasswordVerificationMixin, forms.Form):
    """The first password of somebody who was invited."""

    password1 = SetPasswordField(label=_("Choose a password"))
    password2 = PasswordField(label=_("The same password once more"), autocomplete="new-password")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = user


class Code(Plain):
    labels = {"code": CODE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"})

    def clean_code(self):
        counted = locking.code(account.context.request, self.user)
        code = super().clean_code()
        counted.take_back()
        return code


class PassingOver:
    """allauth's check of a code fails whole at the first second factor that no key opens."""

    def clean_code(self):
        good, damaged = damaged_factors.by_code(self.user)
        if not damaged:
            return super().clean_code()
        damaged_factors.tell(damaged)
        for factor in good:
            if factor.wrap().validate_code(self.cleaned_data["code"]):
                self.authenticator = factor
                return self.cleaned_data["code"]
        if good:
            self._emit_authentication_failed(good[0])
        raise ValidationError(damaged_factors.SOME if good else damaged_factors.ALL, code="unreadable")


class Once(Code):
    """allauth remembers a used code for half a minute; with a tolerance it would be valid for longer."""

    def clean_code(self):
        code = super().clean_code()
        if not locking.is_first_use(self.user, code):
            events.record(Kind.CODE_FAILED, user=self.user, detail="used_before")
            raise ValidationError(mfa.get_adapter().error_messages["incorrect_code"], code="incorrect_code")
        return code


class AuthenticateForm(Once, PassingOver, mfa.AuthenticateForm):
    pass


class CodeAgainForm(Once, PassingOver, mfa.ReauthenticateForm):
    pass


class DeviceAnswer(forms.JSONField):
    """As JSON of any shape, which is never shown again."""

    def to_python(self, value):
        answer = super().to_python(value)
        if answer is not None:
            insist_on_texts(answer)
        return answer

    def bound_data(self, data, initial):
        return None


class Ceremony:
    """allauth and the library below it fail at most shapes of what a device may have answered."""

    misread = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = DeviceAnswer(widget=forms.HiddenInput)

    def full_clean(self):
        try:
            super().full_clean()
        except self.misread:
            self.cleaned_data = {}
            self.add_error("credential", mfa.get_adapter().validation_error("incorrect_code"))


class Passkey(Ceremony):
    """No guess at it can succeed, so none is counted: nobody is shut out of theirs."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError:
            events.record(Kind.PASSKEY_FAILED, user=self.user)
            raise


class AuthenticateByPasskeyForm(Passkey, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(Passkey, webauthn.ReauthenticateWebAuthnForm):
    pass


class LoginByPasskeyForm(Passkey, webauthn.LoginWebAuthnForm):
    pass


class ActivateTOTPForm(Code, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class AddPasskeyForm(Ceremony, Plain, webauthn.AddWebAuthnForm):
    labels = {
        "name": _("Name of the passkey"),
        "passwordless": _("Sign in with this passkey alone, without a password"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _("The device then asks for your finger, your face or its code.")


class NamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of the passkey")}
