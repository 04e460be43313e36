"""Officers at their pages: what a test says to them and reads on them."""

from django.test import Client

from tests.factories import people

INBOX = "/fr/admin/participation/case/"


class Desk:
    """The pages as one officer sees them, in French."""

    def __init__(self, officer=None):
        self.officer = officer or people.desk_officer()
        self.client = Client()
        self.client.force_login(self.officer)

    def inbox(self, query=""):
        return self.client.get(f"{INBOX}{query}")

    def listed(self, query=""):
        return [case.pk for case in self.inbox(query).context["cl"].result_list]

    def page(self, case):
        return self.client.get(address(case))

    def form(self, case):
        """What the browser would send of the page as it is: the fields with their values."""
        answer = self.page(case)
        fields = {"version": answer.context["version"]}
        for form in (answer.context["form"], answer.context["public"]):
            for field in form or []:
                value = field.value()
                if value is True:
                    fields[field.html_name] = "on"
                elif value is not False:
                    fields[field.html_name] = "" if value is None else str(value)
        return fields

    def save(self, case, form=None, **values):
        """`public__title_fr` stands for the field `public-title_fr`. What is shown first is pressed again."""
        said = {name.replace("__", "-"): value for name, value in values.items()}
        sent = {**(form or self.form(case)), **said}
        answer = self.client.post(address(case), sent)
        is_shown = answer.status_code == 200 and 'id="shown_form"' in answer.text
        return self.client.post(address(case), sent | {"_seen": "1"}) if is_shown else answer

    def done(self, case, **values):
        answer = self.save(case, **values)
        assert answer.status_code == 302, errors(answer)
        case.refresh_from_db()
        return answer


def address(case):
    return f"{INBOX}{case.pk}/change/"


def errors(answer):
    """{field: [sentences]} of both forms of a page that asks again."""
    forms = [answer.context["form"], answer.context["public"]]
    return {name: list(said) for form in forms if form for name, said in form.errors.items()}
