"""What the pages of the record of changes print."""

from django import template

from tetouan_portal.audit.history import history_of

register = template.Library()


@register.simple_tag(takes_context=True)
def history_here(context):
    """The history of the row whose page this is, from `?before=` backwards."""
    request = context["request"]
    before = request.GET.get("before", "")
    return history_of(request, context["object"], int(before) if before.isdecimal() else None)
