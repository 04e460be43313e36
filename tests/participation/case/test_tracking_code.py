from participation.case import tracking_code


def test_a_code_has_three_groups_of_unmistakable_symbols():
    code = tracking_code.new_code()
    assert [len(group) for group in code.split("-")] == [5, 5, 5]
    assert not set("01ILO") & set(code)


def test_no_code_comes_twice():
    assert len({tracking_code.new_code() for _ in range(1000)}) == 1000


def test_a_code_is_known_however_it_is_typed():
    typed = (" k7wq2 9fxrm 4tz8b ", "K7WQ29FXRM4TZ8B", "k7wq2-9fxrm-4tz8b", "K7WQ2–9FXRM–4TZ8B")
    assert {tracking_code.hash_of(text) for text in typed} == {tracking_code.hash_of("K7WQ2-9FXRM-4TZ8B")}


def test_what_is_no_code_opens_what_no_code_opens():
    for text in ("", "K7WQ2-9FXRM", "K7WQ2-9FXRM-4TZ8B-X", "O0000-00000-00000", "' or 1=1", "٢٣٤٥٦-٧٨٩٢٣-٤٥٦٧٨"):
        assert tracking_code.normalise(text) == ""
