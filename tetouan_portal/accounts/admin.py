"""People, for administrators alone; and the admin's own doors, closed.

Of the people of independent institutions they neither read nor change what opens an account: `side_pages`.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import Affiliation
from tetouan_portal import roles
from tetouan_portal.accounts import inviting, views
from tetouan_portal.accounts.admin_forms import InviteForm, PlaceForm
from tetouan_portal.accounts.models import Letter, LetterKind
from tetouan_portal.accounts.people_verbs import ASKS, invitation_state, verbs_for
from tetouan_portal.accounts.second_factor import FACTORS
from tetouan_portal.accounts.side_pages import ASKED, SidePages

admin.site.login = views.admin_login
admin.site.logout = views.admin_logout
admin.site.password_change = views.admin_password_change
# roles.py decides about groups; sessions and second factors belong to their owner
for model in (Group, User, EmailAddress, EmailConfirmation, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(role.slug, role.label) for role in roles.ROLES]

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class PeopleAdmin(SidePages, admin.ModelAdmin):
    list_display = ["person", "role_names", "speaks_for", "last_login", "second_factor", "invited", "is_active"]
    list_display_links = ["person"]
    list_filter = ["is_active", RoleFilter]
    search_fields = ["first_name", "last_name", "email", "username"]
    ordering = ["first_name", "username"]
    actions = None

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False  # accounts are closed: what they wrote keeps its name

    def get_queryset(self, request):
        invitations = Letter.objects.filter(user=OuterRef("pk"), kind=LetterKind.INVITATION).order_by("-pk")
        torn = Affiliation.objects.torn().filter(user=OuterRef("pk"))
        independent = Affiliation.objects.independent().filter(user=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .select_related("invitation")
            .prefetch_related("groups", "affiliations__institution")
            .annotate(
                has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)),
                letter_state=Subquery(invitations.values("state")[:1]),
                is_torn=Exists(torn),
                is_independent=Exists(independent) & ~Exists(torn),
            )
        )

    def lookup_allowed(self, lookup, value, request=None):
        """A list that could be narrowed by an address or a password's hash, letter by letter, would tell them."""
        return lookup.partition("__")[0] in {"is_active", RoleFilter.parameter_name}

    def get_search_results(self, request, queryset, search_term):
        """By its address nobody of an independent institution is found: a hit would tell it."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return found, may_repeat
        whole, self.search_fields = self.search_fields, ["first_name", "last_name"]
        named, _may_repeat = super().get_search_results(request, queryset, search_term)
        self.search_fields = whole
        return found.filter(Q(is_independent=False) | Q(pk__in=named.values("pk"))), may_repeat

    @admin.display(description=_("name"), ordering="first_name")
    def person(self, user):
        return user.get_full_name() or user.get_username()

    @admin.display(description=_("roles"))
    def role_names(self, user):
        held = {group.name for group in user.groups.all()}
        names = [str(role.label) for role in roles.ROLES if role.slug in held]
        return " · ".join([*([gettext("administrator")] if user.is_superuser else []), *names]) or "—"

    @admin.display(description=_("speaks for"))
    def speaks_for(self, user):
        names = [str(affiliation.institution) for affiliation in user.affiliations.all()]
        return (
            " · ".join([*names, *([gettext("tied to two sides: speaks for neither")] if user.is_torn else [])]) or "—"
        )

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user):
        return user.has_factor

    @admin.display(description=_("invitation"))
    def invited(self, user):
        return invitation_state(user)

    def get_urls(self):
        do = path("<int:pk>/do/<slug:verb>/", self.admin_site.admin_view(self.do), name="auth_user_do")
        return [do, *self.side_urls(), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, (extra_context or {}) | {"title": gettext("Staff")})

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                invitation = form.save(by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_addition(request, invitation.user, "invited")
                self.message_user(request, _("The invitation is on its way."), messages.SUCCESS)
                return redirect("admin:auth_user_changelist")
        return self.page(request, "invite", form=form, title=gettext("Invite somebody"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, object_id)
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = PlaceForm(request.POST or None, initial=self.placed(user))
        form.fields["roles"].required = not user.is_superuser  # who may do everything needs none
        if request.method == "POST" and form.is_valid():
            try:
                self.place(user, form.cleaned_data, by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, user, "placed")
                self.message_user(request, _("Saved."), messages.SUCCESS)
                return redirect("admin:auth_user_changelist")
        return self.page(
            request,
            "person",
            form=form,
            title=self.person(user),
            person=user,
            verbs=verbs_for(user, request.user),
            invitation=invitation_state(user),
            letters=user.letters.order_by("-pk")[:5],
        )

    @staticmethod
    @transaction.atomic
    def place(user, said, *, by):
        inviting.place(user, said["roles"], list(said["institutions"]), by=by)
        user.first_name, user.last_name = said["name"], ""
        user.save(update_fields=["first_name", "last_name"])

    def placed(self, user):
        return {
            "name": user.get_full_name(),
            "roles": [group.name for group in user.groups.all()],
            "institutions": [affiliation.institution_id for affiliation in user.affiliations.all()],
        }

    def page(self, request, template, **context):
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "title": context["title"]}
        return TemplateResponse(request, f"admin/staff/{template}.html", context)

    def do(self, request, pk, verb):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, str(pk))
        found = next((one for one in verbs_for(user, request.user) if one.name == verb), None) if user else None
        if found is None:
            self.message_user(request, _("This is not possible for this account (any more)."), messages.ERROR)
            return redirect("admin:auth_user_changelist")
        try:
            found.carry_out(user, request.POST, by=request.user)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.log_change(request, user, verb)
            said = ASKED if verb.startswith(ASKS) else _("Done.")
            self.message_user(request, said, messages.SUCCESS)
        address = reverse("admin:auth_user_change", args=[pk])
        return redirect("admin:auth_user_changelist" if verb == "withdraw" else address)
