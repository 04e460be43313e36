"""Somebody with a browser and no account, who sends by the public pages and solves what they ask."""

from typing import NamedTuple

from tests.tetouan_portal.lib.challenge.posting import solved

WORDS = {"subject": "Lampadaire éteint", "text": "Le lampadaire devant l’école est éteint."}


class Receipt(NamedTuple):
    case: object
    code: str


def send(client, kind="complaint", *, language="fr", author=None, **words):
    """Through the three steps to the receipt."""
    step = f"/{language}/participate/new/{kind}/"
    said = {**WORDS, **({"form": "informal"} if kind == "request" else {"category": "lighting"}), **words}
    assert client.post(step, said).status_code == 302, "refused: see the form's errors"
    assert client.post(f"{step}you/", author or {}).status_code == 302
    page = client.get(f"{step}send/")
    proof = solved(page.context["form"])
    sent = client.post(f"{step}send/", {"version": page.context["version"], "proof": proof})
    assert sent.status_code == 302, sent.context["form"].errors
    receipt = client.get(f"/{language}/participate/receipt/").context
    return Receipt(receipt["case"], receipt["code"])
