"""The admin's pages as a browser has them: their addresses, and their forms with what stands in them."""

from html.parser import HTMLParser

from django.contrib import admin
from django.urls import reverse

from tests.factories import commitments as rows
from tests.factories import editions, narrative

FACTORIES = {
    "actionplan": rows.ActionPlanFactory,
    "axis": rows.AxisFactory,
    "narrativesection": narrative.NarrativeSectionFactory,
    "plannote": narrative.PlanNoteFactory,
    "planpromise": narrative.PlanPromiseFactory,
    "commitment": rows.CommitmentFactory,
    "milestone": rows.MilestoneFactory,
    "inceptionassessment": rows.InceptionAssessmentFactory,
    "amendment": rows.AmendmentFactory,
    "evidence": rows.EvidenceFactory,
    "statement": rows.StatementFactory,
    "progressupdate": rows.ProgressUpdateFactory,
    "indicator": rows.IndicatorFactory,
    "reading": rows.ReadingFactory,
    "annualreport": rows.AnnualReportFactory,
    "recommendation": rows.RecommendationFactory,
    "edition": editions.EditionFactory,
    "reportpdf": editions.ReportPdfFactory,
    "institution": rows.InstitutionFactory,
    "source": rows.SourceFactory,
    "theme": rows.ThemeFactory,
    "ogpvalue": rows.OgpValueFactory,
    "policyarea": rows.PolicyAreaFactory,
    "sector": rows.SectorFactory,
    "event": rows.EventFactory,
    "body": rows.BodyFactory,
}


def registered():
    return {
        model._meta.model_name: model_admin
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "commitments"
    }


def address(name, page="changelist", pk=None, language="fr"):
    url = reverse(f"admin:commitments_{name}_{page}", args=[] if pk is None else [pk])
    return f"/{language}/{url.split('/', 2)[2]}"


class FormReader(HTMLParser):
    """The successful controls of one form, as a browser would send them."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data, self.select, self.textarea = {}, None, None

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.inside = found.get("id") == self.form_id
        if not self.inside or "disabled" in found:
            return
        name = found.get("name")
        if tag == "input" and name and found.get("type") not in {"submit", "file", "button"}:
            ticked = found.get("type") in {"checkbox", "radio"}
            if not ticked or "checked" in found:
                self.data[name] = found.get("value", "on" if ticked else "")
        elif tag == "select" and name:
            self.select = (name, "multiple" in found)
            self.data[name] = [] if "multiple" in found else ""
        elif tag == "option" and self.select and "selected" in found:
            self.choose(found.get("value", ""))
        elif tag == "textarea" and name:
            self.textarea, self.data[name] = name, ""

    def choose(self, value):
        name, is_multiple = self.select
        self.data[name] = [*self.data[name], value] if is_multiple else value

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            # HTML drops the line break that follows the opening tag.
            self.data[self.textarea] = self.data[self.textarea].removeprefix("\r").removeprefix("\n")
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            # HTML drops the line break that follows the opening tag.
            self.data[self.textarea] += (
                data if self.data[self.textarea] else data.removeprefix("\n").removeprefix("\r\n")
            )


def form_on(response, form_id):
    reader = FormReader(form_id)
    reader.feed(response.content.decode())
    assert reader.data, f"no form {form_id} on the page"
    return reader.data


def explained(data):
    """With a reason, where the form asks for one."""
    return data | ({"why_fr": "Une erreur de saisie"} if "why_fr" in data else {})


def sent(client, page, form_id, /, **changes):
    """The answer to the page's form with `changes` filled in; None takes a control away."""
    data = explained(form_on(client.get(page), form_id)) | changes
    return client.post(page, {name: value for name, value in data.items() if value is not None})


def add(client, model, /, **values):
    return sent(client, address(model, "add"), f"{model}_form", **values)


def change(client, row, /, **values):
    name = row._meta.model_name
    return sent(client, address(name, "change", row.pk), f"{name}_form", **values)


def page_of(row, language="fr"):
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return f"/{language}/{url.split('/', 2)[2]}"


def pressing(shown, row, verb, /, typed=None, **said):
    """What the form sends when a verb's button is pressed: `typed` in its own fields, `said` in those of the verb."""
    standing = explained(form_on(shown, f"{row._meta.model_name}_form")) if shown.status_code in {200, 400} else {}
    words = {f"do-{verb}-{name}": value for name, value in said.items()}
    return standing | (typed or {}) | words | {"_do": verb}


def press(client, row, verb, /, *, typed=None, follow=False, **said):
    """The answer to a verb's button on the row's page, pressed again where it shows first what the public will read."""
    page = page_of(row)
    return press_twice(client, page, pressing(client.get(page), row, verb, typed, **said), follow=follow)


def press_twice(client, page, data, *, follow=False):
    """The answer to the second press; to the first where there is no other to be made."""
    answer = client.post(page, data, follow=follow)
    if 'id="shown_form"' not in (answer.text if not answer.streaming else ""):
        return answer
    return client.post(page, form_on(answer, "shown_form") | {"_seen": "1"}, follow=follow)


def offers(page, verb):
    return f'name="_do" value="{verb}"' in page.text


def inline(prefix, initial=0, **values):
    """One more form of an inline, as its script adds it."""
    more = {f"{prefix}-{initial}-{name}": value for name, value in values.items()}
    return {f"{prefix}-TOTAL_FORMS": initial + 1, f"{prefix}-INITIAL_FORMS": initial, **more}


def errors_on(response):
    """Everything that a refused form says."""
    context = response.context
    said = [str(error) for errors in context["adminform"].form.errors.values() for error in errors]
    for formset in context["inline_admin_formsets"]:
        for form_errors in formset.formset.errors:
            said += [str(error) for errors in form_errors.values() for error in errors]
    return said
