"""Somebody who writes to the Commune, page by page."""

import re
from html import unescape
from json import loads

from altcha import Challenge, Payload, solve_challenge

COMPLAINT = {"subject": "Lampadaire éteint", "text": "Devant l’école, depuis un mois.", "action": "on"}
REQUEST = {"subject": "Marchés de 2025", "text": "La liste des marchés.", "form": "informal", "action": "on"}


class Writer:
    def __init__(self, client, kind="complaint", language="fr"):
        self.client = client
        self.address = f"/{language}/participate/new/{kind}/"
        self.receipt = f"/{language}/participate/receipt/"
        self.words = REQUEST if kind == "request" else COMPLAINT

    def message(self, **values):
        return self.client.post(self.address, {**self.words, **values})

    def author(self, **values):
        return self.client.post(f"{self.address}you/", {"action": "on", **values})

    def confirmation(self):
        return self.client.get(f"{self.address}send/")

    def answers(self, page):
        """What a browser sends from the last page, its challenge solved."""
        challenge = Challenge.from_dict(loads(unescape(re.search(r'data-challenge="([^"]+)"', page.text)[1])))
        proof = Payload(challenge, solve_challenge(challenge)).to_base64()
        version = re.search(r'name="version" value="(\w+)"', page.text)[1]
        return {"version": version, "proof": proof, "question": "", "answer": "", "website": ""}

    def send(self, **changed):
        return self.client.post(f"{self.address}send/", {**self.answers(self.confirmation()), **changed})

    def all_steps(self):
        self.message()
        self.author()
        return self.send()
