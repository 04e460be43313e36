"""What people look for in the lists: waiting for me, late, not updated."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.models import Evidence, PublicationState


class SeenRelated(admin.RelatedFieldListFilter):
    """Choices among the rows that are seen: a filter would name the others."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        if field.many_to_many and not field._verbose_name:  # only Django's word for it, in English
            self.title = field.related_model._meta.verbose_name_plural

    def field_choices(self, field, request, model_admin):
        seen = access.visible(request.user, field.related_model._default_manager.all())
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(
            include_blank=False, ordering=ordering, limit_choices_to={"pk__in": seen.order_by().values("pk")}
        )


def leads_to_ours(field):
    """Also from another app’s list; of other apps’ rows `access` says nothing."""
    return bool(field.remote_field) and field.related_model._meta.app_label == Evidence._meta.app_label


admin.FieldListFilter.register(leads_to_ours, SeenRelated, take_priority=True)


class YesFilter(admin.SimpleListFilter):
    """One choice beside “all”."""

    def lookups(self, request, model_admin):
        return [("yes", _("yes"))]

    def queryset(self, request, queryset):
        return self.chosen(request, queryset) if self.value() == "yes" else queryset


class Late(YesFilter):
    title = _("late")
    parameter_name = "late"

    def chosen(self, request, queryset):
        return queryset.late(on=timezone.localdate())


class Unheard(YesFilter):
    """Past a published date to which nobody is bound yet."""

    title = _("no statement received here")
    parameter_name = "unheard"

    def chosen(self, request, queryset):
        return queryset.unheard(timezone.localdate())


class Stale(YesFilter):
    title = _("not updated within four months")
    parameter_name = "stale"

    def chosen(self, request, queryset):
        return queryset.awaiting_word(timezone.localdate())


class WaitingForMe(YesFilter):
    title = _("waiting for me")
    parameter_name = "waiting"

    def chosen(self, request, queryset):
        return queryset.filter(waiting_for(request.user))


def waiting_for(user):
    """Of what is published after a check: to publishers and checkers what was submitted, to writers their drafts."""
    voice = access.voice_of(user)
    mine = Q(institution__in=voice.institutions, state__in=[PublicationState.DRAFT, PublicationState.RETURNED])
    checks = user.has_perm("commitments.publish_statement") or user.has_perm("commitments.return_statement")
    return mine | Q(state=PublicationState.SUBMITTED) if checks else mine
