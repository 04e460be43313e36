import pytest

from participation.forms.author import AuthorForm


def test_nobody_needs_to_say_who_they_are_and_agrees_to_nothing_by_silence():
    form = AuthorForm({})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "", "email": "", "phone": "", "may_be_published": False}
    assert "checked" not in str(AuthorForm()["may_be_published"])


@pytest.mark.parametrize("typed", ["0612345678", "+212 6 12 34 56 78", "٠٦١٢٣٤٥٦٧٨"])
def test_a_telephone_number_is_taken_as_people_write_it(typed):
    assert AuthorForm({"phone": typed}).is_valid()


def test_what_cannot_reach_anybody_is_refused():
    form = AuthorForm({"phone": "appelez-moi", "email": "salma@"})
    assert {name: [error.code for error in errors] for name, errors in form.errors.as_data().items()} == {
        "phone": ["invalid"],
        "email": ["invalid"],
    }


def test_each_field_says_who_sees_it():
    form = AuthorForm()
    assert all(form[name].help_text for name in ("name", "email", "phone"))
