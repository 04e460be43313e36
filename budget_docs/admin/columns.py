"""The form in which an officer says which column of a file is which, by the file's own headings."""

import hashlib
import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.help_texts import help_text
from budget_docs.admin.mappings import may_be_everywhere
from budget_docs.lines import column_choice, trying
from budget_docs.lines.beginning import opened_again
from budget_docs.lines.columns import EXECUTED, LABELS, MAPPED, SIDE, VOTED, WHOLE_CODE, lazy_title, plain
from budget_docs.lines.guessing import candidates, guess, likeliest, sample
from budget_docs.lines.headings import places_of
from budget_docs.lines.reading import CONSTANT
from budget_docs.lines.workbooks import letters_of
from budget_docs.models import BudgetSide, ColumnMapping
from budget_docs.models.lines import LEVELS

CODES = (SIDE, WHOLE_CODE, *LEVELS, "economic_code")
SAME = ("section", "chapter", "article", "paragraph")  # may be one code in every row, whatever it is
IN_EVERY_ROW = {SIDE: BudgetSide.choices, "part": [("1", "1"), ("2", "2")]}
GROUPS = (
    (_("Side and codes"), CODES),
    (_("Names"), LABELS),
    (_("Amounts of the budget"), VOTED),
    (_("Amounts of the execution of revenue"), EXECUTED[BudgetSide.REVENUE]),
    (_("Amounts of the execution of expenditure"), EXECUTED[BudgetSide.EXPENDITURE]),
)
WORDS_AT_MOST = 70


class Shown:
    """The sheet of a file that a page shows, and the row taken as its headings. `row`: "4", or "3-4" of two."""

    def __init__(self, sheets, place="", row=""):
        self.sheets = sheets
        self.is_known = True
        candidates_of = [candidates(opened_again(sheets), sheet["title"]) for sheet in sheets]
        self.place = self.place_given(place, candidates_of)
        self.title = sheets[self.place]["title"]
        self.found = {self.value_of(one): one for one in candidates_of[self.place]}
        best = likeliest(candidates_of[self.place])
        self.is_known &= not row or row in self.found
        self.row = row if row in self.found else self.value_of(best) if best else ""
        self.headings = self.found.get(self.row)

    def place_given(self, place, candidates_of):
        if place.isdecimal() and int(place) < len(self.sheets):
            return int(place)
        self.is_known = not place
        names = [len(guess(best, [], [])) if (best := likeliest(found)) else 0 for found in candidates_of]
        return names.index(max(names))

    def value_of(self, headings):
        return f"{headings.row - 1}-{headings.row}" if headings.is_joined else str(headings.row)

    def rows(self):
        """(value, what is written there) of all that may be the headings."""
        return [(value, self.words(value, one)) for value, one in self.found.items()]

    def words(self, value, headings):
        words = " | ".join(text for text in headings.texts if text)
        return f"{value}: {words if len(words) <= WORDS_AT_MOST else words[:WORDS_AT_MOST] + '…'}"

    def cells(self):
        """{number: cells} of the sheet's first rows."""
        return dict(self.sheets[self.place]["rows"])

    def below(self):
        return [cells for number, cells in self.cells().items() if number > self.headings.row]

    def words_above(self):
        above = [cells for number, cells in self.cells().items() if number < self.headings.row]
        return [self.title, *(cell for cells in above for cell in cells if isinstance(cell, str))]

    def columns(self):
        """(letters, what is written there) of every column with a heading or something below it."""
        below = self.below()
        width = max([len(self.headings.texts), *(len(cells) for cells in below[:20])])
        for place in range(min(width, 100)):
            text = self.headings.texts[place] if place < len(self.headings.texts) else ""
            first = sample(below, place)
            if text or first:
                said = f"{text[:WORDS_AT_MOST]} ({first})" if first else text[:WORDS_AT_MOST]
                yield letters_of(place), f"{letters_of(place)} – {said}"


class ColumnsForm(forms.ModelForm):
    version = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ColumnMapping
        fields = ["name", "unit", "fills_down", "decimal_mark"]

    def __init__(self, *args, shown, line_import, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown, self.line_import = shown, line_import
        self.former = dict(self.instance.columns)
        self.initial |= self.first_answers()
        self.initial["version"] = column_choice.version_of(line_import)
        for name in ("name", "unit"):
            self.fields[name].help_text = help_text("columnmapping", name)
        self.fields["name"].widget.attrs["dir"] = "auto"
        self.columns = list(shown.columns())
        for key in MAPPED:
            self.fields[f"at_{key}"] = self.select(key)
            if key in SAME:
                self.fields[f"same_{key}"] = forms.CharField(
                    label=format_lazy(_("{column}: the same in every row"), column=lazy_title(key)),
                    max_length=10,
                    required=False,
                    widget=forms.TextInput(attrs={"dir": "ltr"}),
                )

    def select(self, key):
        choices = [("", _("not in this file")), (_("Columns of the file"), self.columns)]
        if key in IN_EVERY_ROW:
            same = [(f"{CONSTANT}{value}", label) for value, label in IN_EVERY_ROW[key]]
            choices.append((_("The same in every row"), same))
        return forms.ChoiceField(label=lazy_title(key), help_text=MAPPED[key], choices=choices, required=False)

    def first_answers(self):
        """By the mapping that the file was read with; for the rest a guess."""
        answers, taken = {}, set()
        for key, where in self.former.items():
            places = places_of(self.shown.headings, plain(where))
            if where.startswith(CONSTANT):
                answers[f"same_{key}" if key in SAME else f"at_{key}"] = self.as_answer(key, where)
            elif places:
                answers[f"at_{key}"] = letters_of(places[0])
                taken.add(places[0])
        guessed = guess(self.shown.headings, self.shown.below(), [*self.shown.words_above(), self.line_import.filename])
        for key, found in guessed.items():
            if not {f"at_{key}", f"same_{key}"} & answers.keys() and found not in taken:
                answers[f"at_{key}"] = found if isinstance(found, str) else letters_of(found)
        return answers

    def as_answer(self, key, where):
        value = where.removeprefix(CONSTANT)
        return value if key in SAME else where

    def groups(self):
        for legend, keys in GROUPS:
            names = [name for key in keys for name in (f"at_{key}", f"same_{key}") if name in self.fields]
            yield legend, [self[name] for name in names]
        yield _("How the file is written"), [self[name] for name in ("unit", "fills_down", "decimal_mark")]

    def clean(self):
        given = super().clean()
        chosen = self.chosen(given)
        if not chosen:
            raise ValidationError(_("Say of one column at least where it is."), code="empty")
        for key in MAPPED:
            if given.get(f"at_{key}") and given.get(f"same_{key}"):
                self.add_error(f"same_{key}", ValidationError(_("Choose a column or one code, not both."), code="both"))
            elif given.get(f"same_{key}") and not may_be_everywhere(key, given[f"same_{key}"]):
                self.add_error(f"same_{key}", ValidationError(_("This cannot stand in every row."), code="constant"))
        places = {}
        for key, where in chosen.items():
            if not where.startswith(CONSTANT) and places.setdefault(where, key) != key:
                self.add_error(f"at_{key}", ValidationError(_("This column was chosen above already."), code="twice"))
        self.put_into_the_mapping(chosen)
        return given

    def chosen(self, answers):
        """{key: letters, or "=" and what every row is}"""
        found = {}
        for key in MAPPED:
            if where := answers.get(f"at_{key}"):
                found[key] = where
            elif same := answers.get(f"same_{key}"):
                found[key] = f"{CONSTANT}{same}"
        return found

    def put_into_the_mapping(self, chosen):
        columns = column_choice.mapping_fields(self.shown.headings, chosen)
        columns |= column_choice.still_said(self.former, columns, self.shown.headings)
        self.instance.columns = columns
        self.instance.heading_row = column_choice.heading_row(
            self.line_import, self.shown.title, self.shown.headings, columns
        )

    def tried(self):
        """The first rows by what the form says now, whether it was sent or not."""
        if not self.is_bound:
            self.put_into_the_mapping(self.chosen(self.initial))
        return trying.try_rows(self.shown.sheets, self.instance.as_read_by())

    def fingerprint(self):
        """Of how the rows were read that the page shows."""
        return hashlib.sha256(json.dumps(self.instance.as_read_by(), sort_keys=True).encode()).hexdigest()
