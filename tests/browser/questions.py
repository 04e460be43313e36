"""What a reader without scripts answers to the question in words."""

from tetouan_portal.lib.challenge import question


def answer_to(page):
    nonce, _age = question.open_token(page.locator("[name=question]").get_attribute("value"), "submission")
    return str(question.question_of(nonce).answer)
