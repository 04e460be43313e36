"""What a reader may ask of the list of commitments: words, filters, order, page."""

import re
import unicodedata
from collections import Counter

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commitments.models import Axis, Commitment, CompletionLevel, Institution, PolicyArea, Sector, Theme
from commitments.plan import search
from commitments.plan.goals import goal
from commitments.plan.scope import PlanScope, name_in
from tetouan_portal.lib.alphabet import alphabetical
from tetouan_portal.lib.languages import LANGUAGE_CODES, best_text, columns
from tetouan_portal.lib.numbers import western_digits
from tetouan_portal.lib.search import SEARCH_TEXT_MAX

SILENT = "silent"  # in an address: the side has made no statement yet
CONTROLS = re.compile(r"[\x01-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
INVALID_CHOICE = {"invalid_choice": _("This value is not in the list: choose another.")}


class WordsField(forms.CharField):
    """Words to look for: invisible marks of control and direction count as spaces, any digits as 0-9."""

    default_error_messages = {
        "max_length": _("Search for at most %(limit_value)d characters (these are %(show_value)d)."),
    }

    def to_python(self, value):
        words = unicodedata.normalize("NFC", super().to_python(value))
        return " ".join(western_digits(CONTROLS.sub(" ", words)).split())


class CommitmentFilterForm(forms.Form):
    """What the list of commitments is narrowed to; every field may stay empty, any address can be shared."""

    q = WordsField(label=_("Words"), required=False, max_length=SEARCH_TEXT_MAX)
    plan = forms.ChoiceField(label=_("Plan"), required=False, error_messages=INVALID_CHOICE)  # none: the current one
    axis = forms.ChoiceField(label=_("Axis"), required=False, error_messages=INVALID_CHOICE)
    declared = forms.ChoiceField(
        label=_("Declared by the municipality"),
        required=False,
        choices=[("", _("any level")), *reversed(CompletionLevel.municipal_choices()), (SILENT, _("no statement yet"))],
        error_messages=INVALID_CHOICE,
    )
    assessed = forms.ChoiceField(
        label=_("Assessed by the monitor"),
        required=False,
        choices=[("", _("any level")), *reversed(CompletionLevel.choices), (SILENT, _("no statement yet"))],
        error_messages=INVALID_CHOICE,
    )
    institution = forms.ChoiceField(label=_("Institution"), required=False, error_messages=INVALID_CHOICE)
    theme = forms.ChoiceField(label=_("Theme"), required=False, error_messages=INVALID_CHOICE)
    area = forms.ChoiceField(label=capfirst(_("OGP policy area")), required=False, error_messages=INVALID_CHOICE)
    sector = forms.ChoiceField(label=capfirst(_("OGP sector")), required=False, error_messages=INVALID_CHOICE)
    sdg = forms.ChoiceField(label=_("Sustainable Development Goal"), required=False, error_messages=INVALID_CHOICE)
    late = forms.ChoiceField(
        label=_("Late"),
        required=False,
        choices=[("1", _("only those that are late"))],
        error_messages=INVALID_CHOICE,
    )
    awaited = forms.ChoiceField(
        label=_("Expected and not received"),
        required=False,
        choices=[("1", _("only those on which a word or an end is expected"))],
        error_messages=INVALID_CHOICE,
    )
    disagreement = forms.ChoiceField(
        label=_("Disagreement"),
        required=False,
        choices=[("1", _("only where the two sides differ"))],
        error_messages=INVALID_CHOICE,
    )

    def __init__(self, data, *, language):
        super().__init__(data, label_suffix="")
        self.plans = PlanScope(self.data.get("plan", ""), language)
        self.fields["plan"].choices = self.plans.choices
        published = self.plans.narrow(Commitment.objects.public())
        self.offer_axes(Axis.objects.filter(commitments__in=published), language)
        self.offer("institution", Institution.objects.filter(commitments__in=published), "name", language, _("any"))
        self.offer("theme", Theme.objects.filter(commitments__in=published), "name", language, _("all themes"))
        for name, model in (("area", PolicyArea), ("sector", Sector)):
            self.offer(name, model.objects.filter(commitments__in=published), "name", language, _("any"))

        self.offer_goals(published, language)

    def offer_goals(self, commitments, language):
        numbers = sorted({number for named in commitments.values_list("sdgs", flat=True) for number in named})
        options = [(str(number), f"{number}. {best_text(goal(number)['name'], language)[0]}") for number in numbers]
        self.fields["sdg"].choices = [("", _("all goals")), *options]

    def offer_axes(self, rows, language):
        """By their own names; those that several plans have, with the plan's."""
        found = list(rows.distinct().values("slug", "plan__slug", *columns("title"), *columns("plan__title")))
        times = Counter(axis["slug"] for axis in found)
        options = []
        for axis in found:
            slug, title = axis["slug"], name_in(axis, "title", language)
            if times[slug] > 1:
                slug, title = f"{axis['plan__slug']}.{slug}", f"{name_in(axis, 'plan__title', language)} – {title}"
            options.append((slug, title))
        self.fields["axis"].choices = [("", _("all axes")), *options]

    def offer(self, name, rows, text, language, everything):
        """Only what some public commitment has, also a withdrawn one, with which no address of a filter dies.

        Titles in the order of the plan, names in that of the alphabet.
        """
        found = rows.distinct().values_list("slug", *columns(text))
        options = [
            (slug, best_text(dict(zip(LANGUAGE_CODES, names, strict=True)), language)[0]) for slug, *names in found
        ]
        if text == "name":
            options.sort(key=lambda option: alphabetical(option[1]))
        self.fields[name].choices = [("", everything), *options]

    @property
    def has_several_plans(self):
        return len(self.plans.found) > 1

    def narrow(self, commitments, *, on):
        """The commitments asked for; `places` says where in them the words stand. Call it on a valid form."""
        wanted = self.cleaned_data
        commitments = self.plans.narrow(commitments)
        if wanted["axis"]:
            plan, _dot, axis = wanted["axis"].rpartition(".")
            commitments = commitments.filter(axis__slug=axis, **({"plan__slug": plan} if plan else {}))
        for name, terms in (("theme", "themes"), ("area", "policy_areas"), ("sector", "sectors")):
            if wanted[name]:
                commitments = commitments.filter(**{f"{terms}__slug": wanted[name]})
        if wanted["sdg"]:
            commitments = commitments.filter(sdgs__contains=[int(wanted["sdg"])])
        if wanted["institution"]:
            commitments = commitments.led_or_supported_by(wanted["institution"])
        if wanted["late"]:
            commitments = commitments.late(on)
        if wanted["disagreement"]:
            commitments = commitments.disagreeing(on)
        for name in ("declared", "assessed"):
            if wanted[name]:
                level = "" if wanted[name] == SILENT else wanted[name]
                commitments = commitments.with_levels(on).filter(**{f"{name}_level": level})
        told = search.look(wanted["q"], on=on)
        self.places = told.places
        return commitments.filter(pk__in=commitments.model.objects.filter(told.condition).values("pk"))

    @property
    def asks_for_what_is_awaited(self):
        """Of what was withdrawn nothing is late, and nothing expected."""
        return bool(self.cleaned_data["late"] or self.cleaned_data["awaited"])

    def keep(self, rows):
        """Of an overview, what depends on all of its facts."""
        return [row for row in rows if row["awaited_since"]] if self.cleaned_data["awaited"] else rows

    def active(self):
        """[{"label", "value", "query"}]: each filter in force, and the query string without it."""
        in_force = {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
        if in_force.get("plan") == self.plans.current:
            in_force.pop("plan", None)
        return [
            {
                "label": self.fields[name].label,
                "value": dict(getattr(self.fields[name], "choices", ())).get(value, value),
                "query": query_string({other: text for other, text in in_force.items() if other != name}),
            }
            for name, value in in_force.items()
        ]


def query_string(parameters):
    query = QueryDict(mutable=True)
    query.update(parameters)
    return f"?{query.urlencode()}" if parameters else "?"
