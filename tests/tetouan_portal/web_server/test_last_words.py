import re

import pytest

from tetouan_portal.web_server import last_words


@pytest.mark.parametrize(
    ("answer", "status", "sentences"),
    [
        (last_words.TOO_SLOW, 408, ("افتحوا الصفحة", "Ouvrez la page", "Abra la página")),
        (last_words.FAILED, 500, ("أعيدوا المحاولة", "Réessayez", "Vuelva a intentarlo")),
    ],
)
def test_the_last_words_are_a_whole_answer_in_three_languages(answer, status, sentences):
    head, _end, body = answer.partition(b"\r\n\r\n")
    head, page = head.decode(), body.decode()
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert int(re.search(r"Content-Length: (\d+)", head)[1]) == len(body)
    for line in ("Connection: close", "Cache-Control: no-store", "X-Content-Type-Options: nosniff"):
        assert line in head.splitlines()
    assert "Content-Security-Policy: default-src 'none'" in head
    for tag, sentence in zip(
        ('<p dir="rtl">', '<p lang="fr" dir="ltr">', '<p lang="es" dir="ltr">'), sentences, strict=True
    ):
        assert sentence in page.partition(tag)[2].partition("</p>")[0]
