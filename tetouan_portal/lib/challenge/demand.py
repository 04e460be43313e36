"""How much is asked of a sender, from what came lately."""

from typing import NamedTuple

from tetouan_portal.lib.throttle import Throttle

POSTS = Throttle("posts", limit=1000, per=3600)  # taken, of one address: no crowd of people sends more
SITE_POSTS = Throttle("posts of all", limit=10_000, per=600)
ATTEMPTS = Throttle("attempts", limit=1000, per=3600)  # at the question, of one address
ANSWERS = Throttle("answers", limit=30, per=3600)  # posts without scripts, of one address

FLOOD = 60  # posts in ten minutes, to the whole site: ten times a busy day's
# Browsers try 400,000 numbers a second on a processor slowed six times, as cheap telephones have; six times that here.
NUMBERS = 200_000  # to try, at most
WAIT = 5  # seconds: who reads a question and answers it takes longer
LONGEST_WAIT = 60
MOST_STEPS = 5  # the last takes a cheap telephone eight seconds, as a rule
LENIENCY = 3  # steps by which a page opened before a flood may be behind


class Demand(NamedTuple):
    address_posts: int
    site_posts: int

    @property
    def steps(self) -> int:
        return min(MOST_STEPS, self.address_posts // 5 + self.site_posts // 30)

    @property
    def numbers(self) -> int:
        return NUMBERS * 2**self.steps

    @property
    def least_numbers(self) -> int:
        """What still counts, of a page that was opened earlier."""
        return NUMBERS * 2 ** max(0, self.steps - LENIENCY)

    @property
    def wait(self) -> int:
        return min(LONGEST_WAIT, WAIT * 2**self.steps)

    @property
    def is_flood(self) -> bool:
        return self.site_posts >= FLOOD


def demand(purpose: str, address: str) -> Demand:
    return Demand(POSTS.count(f"{purpose} {address}"), SITE_POSTS.count(purpose))


def may_send(purpose: str, address: str) -> bool:
    """Only what was proven counts: whoever sends without any proof shuts nobody out."""
    return POSTS.count(f"{purpose} {address}") < POSTS.limit


def may_answer(purpose: str, address: str, asked: Demand) -> bool:
    """In a flood, an address that answers question upon question has to prove work."""
    if not ATTEMPTS.allows(f"{purpose} {address}"):
        return False
    return not asked.is_flood or ANSWERS.count(f"{purpose} {address}") < ANSWERS.limit


def taken(purpose: str, address: str, *, by_answer: bool) -> None:
    POSTS.allows(f"{purpose} {address}")
    SITE_POSTS.allows(purpose)
    if by_answer:
        ANSWERS.allows(f"{purpose} {address}")
