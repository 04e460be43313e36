"""A device that holds one passkey, and answers challenges as a browser sends it on."""

import hashlib
import json

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "testserver"
HERE = hashlib.sha256(HOST.encode()).digest()
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV  # by a person, whom the device knows


class Device:
    def __init__(self, user: User) -> None:
        self.user = user
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = b"a passkey of one test"

    def set_up(self) -> Authenticator:
        """As the portal keeps it once the device was added."""
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(bytes(16), self.credential_id, public)
        data = AuthenticatorData.create(HERE, SEEN | AuthenticatorData.FLAG.AT, 0, made)
        told = CollectedClientData.create("webauthn.create", b"", f"https://{HOST}")
        response = {
            "clientDataJSON": websafe_encode(told),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return WebAuthn.add(self.user, "Téléphone", self.credential(response)).instance

    def answer(self, challenge: str) -> str:
        """To a challenge as the portal writes it; what a browser posts."""
        told = CollectedClientData.create("webauthn.get", challenge, f"https://{HOST}")
        data = AuthenticatorData.create(HERE, SEEN, 0)
        signature = self.key.sign(data + told.hash, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(told),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(self.user).encode()),
        }
        return json.dumps(self.credential(response))

    def credential(self, response: dict[str, str]) -> dict[str, object]:
        name = websafe_encode(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
