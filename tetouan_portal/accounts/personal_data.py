"""What the libraries of accounts hold about members of staff."""

from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.personal_data import PersonalData, declare_for

STAFF = _("members of staff")
ADMINISTRATORS = _("administrators of accounts")
AS_LONG_AS_THE_ACCOUNT = _("as long as the account")


def declare() -> None:
    def of_staff(label, fields, purpose, *, kept=AS_LONG_AS_THE_ACCOUNT, seen_by=ADMINISTRATORS, called="", labels=()):
        declared = PersonalData(tuple(fields.split()), STAFF, purpose, seen_by, kept, called, labels)
        declare_for(label, declared)

    of_staff("auth.User", "username first_name last_name email last_login", _("To sign in, and to sign what is done."))
    of_staff("account.EmailAddress", "email", _("To reach members of staff."), called=_("e-mail addresses"))
    of_staff(
        "mfa.Authenticator",
        "type data",
        _("To prove who signs in by a second factor."),
        called=_("second factors"),
        labels=(_("kind"), _("what proves the factor")),
    )
    of_staff(
        "usersessions.UserSession",
        "ip user_agent last_seen_at data",
        _("To show where an account is signed in, and to end it from elsewhere."),
        kept=_("until the session ends, twelve hours at most"),
        called=_("open sessions"),
        labels=(_("network address"), _("browser"), _("last seen")),
    )
    of_staff(
        "admin.LogEntry",
        "user action_time object_repr",
        _("To show what was done lately with a record."),
        seen_by=_("those who may see the record itself"),
        called=_("acts in the administration"),
        labels=(_("who acted"), _("day of the act"), _("name of the record")),
    )
