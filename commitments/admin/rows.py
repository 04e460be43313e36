"""An admin page shows and changes the rows that `commitments.access` gives to whoever is signed in."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied

from commitments import access
from commitments.admin.help_texts import help_text
from tetouan_portal.lib.admin.rows import Explained


class Restricted(Explained):
    """Choices among the rows that are seen; forms that know who fills them in."""

    help_text = staticmethod(help_text)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @staticmethod
    def choices(db_field, request):
        return access.visible(request.user, db_field.remote_field.model._default_manager.all())

    def get_queryset(self, request):
        return access.visible(request.user, super().get_queryset(request))

    def may_write(self, request, obj):
        return obj is None or access.may_write(request.user, obj)


class OwnRows(Restricted):
    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"user": request.user})

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is not None and not access.reads_history(request.user, obj):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["hides_history"] = obj is not None and not access.reads_history(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (obj is None or access.sees(request.user, obj))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_write(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_write(request, obj)


class OwnRowsInline(Restricted):
    """Rows of a parent: who may not write the parent only reads them."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type(formset.form.__name__, (formset.form,), {"user": request.user})
        return formset

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self.may_write(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_write(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_write(request, obj)
