from tetouan_portal import checks


def test_a_machine_that_joins_arabic_letters_is_left_in_peace():
    assert checks.letters_can_be_joined(None) == []


def test_a_machine_that_cannot_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("tetouan_portal.checks.can_shape", lambda: False)
    (advice,) = checks.letters_can_be_joined(None)
    assert advice.id == "tetouan_portal.W001"
    assert "apt-get install" in advice.hint
