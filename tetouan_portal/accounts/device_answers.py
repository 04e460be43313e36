"""What a device answered, looked at before the library reads it, which makes of a number as many bytes.

Sixty characters of a stranger would otherwise take all memory of the machine.
"""

import json
from typing import Any

from fido2 import cbor
from fido2.utils import websafe_decode

BECOME_BYTES = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")


def insist_on_texts(answer: Any) -> None:
    """Raises one of the errors of `forms.Ceremony.misread` for any other shape."""
    response = answer["response"]
    for value in (answer.get("id"), answer.get("rawId"), *map(response.get, BECOME_BYTES)):
        insist(value, str)
    if response.get("clientDataJSON"):
        insist(json.loads(websafe_decode(response["clientDataJSON"])).get("challenge"), str)
    if response.get("attestationObject"):
        insist(cbor.decode(websafe_decode(response["attestationObject"])).get("authData"), bytes)  # type: ignore[union-attr]


def insist(value: Any, kind: type) -> None:
    if value is not None and not isinstance(value, kind):
        raise TypeError(type(value).__name__)
