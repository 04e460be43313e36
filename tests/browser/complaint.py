"""What somebody writes in a browser before they send it."""

from tests.factories.pictures import picture

PICTURES = [{"name": f"{side}.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(side, 60))} for side in (80, 90)]
ON = ".acts button[value=on]"


def write(page, address):
    page.goto(address)
    page.select_option("[name=category]", "lighting")
    page.fill("[name=subject]", "Un lampadaire éteint")
    page.fill("[name=text]", "Devant l’école, depuis un mois.")
