"""What each public address costs a processor, as a ratio to the home page: the dearest of each kind, in one run.

The addresses are found as a stranger finds them: by following links and the sitemap. Beside them stand the posts that
anybody can send, and searches as long as a form takes. The answer is made in this process, its queries by one backend
of PostgreSQL: the processor's time of both is counted, and nobody else's.
"""

import itertools
import os
import re
import resource
import statistics
import time
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlsplit

import django

from benchmarks import costly_photos

LANGUAGE, HOME = "fr", "/fr/"
STARTS = (  # beside the home page: what no link leads to
    *(HOME, "/", "/favicon.ico", "/sitemap.xml", "/robots.txt", "/livez", "/readyz", "/fr/sdgs/", "/fr/sdgs/11/"),
    *("/fr/accounts/invitation/", "/fr/participate/receipt/"),
)
LIMIT = 20  # times the home page: README
EACH = 3  # addresses of a kind that are measured: the longest paths first
ROUNDS = 5
LONG = quote(" ".join(f"{word}e" for word in ("réverbèr", "budg", "voiri", "mosqu", "égout", "fêt", "march") * 4)[:200])
SEARCHES = (
    "/fr/commitments/?q={}",
    "/fr/budget/?q={}",
    "/fr/budget/2026/lines/?q={}",
    "/fr/participate/cases/?q={}",
    "/fr/participate/published/?q={}",
)
WORDS = " ".join(f"réverbère{one}" for one in range(384))  # nearly as many characters as a message may have
POSTS = {
    "/fr/track/": {"code": "ABCDE-FGHJK-MNPQR"},
    "/fr/accounts/login/": {"login": "nobody-{}", "password": "x" * 100},  # the same name would soon be locked
    "/fr/accounts/password/reset/": {"email": "nobody-{}@example.org"},
    "/fr/accounts/second-factor/passkeys/enter/": {"credential": "{}"},
    "/fr/participate/new/complaint/": {"subject": "x" * 150, "text": WORDS, "category": "lighting", "action": "on"},
    "/fr/participate/new/complaint/you/": {"name": "x" * 400},
    "/fr/participate/new/complaint/send/": {"proof": "x" * 3000},
    "/fr/participate/new/request/": {"subject": "budget " * 20, "text": WORDS, "form": "informal", "action": "on"},
    "/fr/participate/new/request/you/": {"name": "x" * 400},
    "/fr/nothing/": {},
}
PHOTOS = (
    "/fr/participate/new/complaint/?photos={}"  # a message with four: of a telephone, and the dearest that are let in
)
WITH_PHOTOS = {PHOTOS.format("usual"): costly_photos.usual, PHOTOS.format("dearest"): costly_photos.dearest}
ONE_MORE = itertools.count()
TICK = os.sysconf("SC_CLK_TCK")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    from benchmarks import demonstration

    demonstration.load()
    run()


def run():
    """Prints the dearest, and every address beyond LIMIT."""
    told = sorted(ratios(found_addresses()).items(), key=lambda pair: -pair[1].ratio)
    print("| address | × home | CPU ms | KiB |")
    print("|---|---|---|---|")
    for address, cost in told[:15]:
        print(f"| {address[:60]} | {cost.ratio:.1f} | {cost.milliseconds:.1f} | {cost.kibibytes:.0f} |")
    beyond = [address for address, cost in told if cost.ratio > LIMIT]
    print(f"{len(told)} addresses measured; beyond {LIMIT} × home: {', '.join(beyond) or 'none'}")


class Cost:
    def __init__(self, seconds, size, home=None):
        self.milliseconds, self.kibibytes = 1000 * seconds, size / 1024
        self.ratio = seconds / home if home else 1.0


def ratios(addresses, rounds=ROUNDS):
    """{address: Cost}; the home page is measured between them, so that a slow minute slows both."""
    spent, homes = {}, [cost(HOME, rounds)[0]]
    for number, address in enumerate(addresses):
        if number % 10 == 0:
            homes.append(cost(HOME, rounds)[0])
        spent[address] = cost(address, rounds, POSTS.get(address) if address in POSTS else None)
    home = statistics.median(homes)
    return {address: Cost(seconds, size, home) for address, (seconds, size) in spent.items()}


def cost(address, rounds, data=None):
    """(seconds of a processor, bytes): the median of some rounds, after one that warms up."""
    ask(address, data)
    costs = []
    for _round in range(rounds):
        before = used()
        size = ask(address, data)
        costs.append(used() - before)
    return statistics.median(costs), size


def ask(address, data):
    response = READER.ask(address, data)
    if response.status_code >= 500:
        raise SystemExit(f"{address} answered {response.status_code}.")
    return sum(map(len, response.streaming_content)) if response.streaming else len(response.content)


class Reader:
    """A browser, which keeps what it is given: a draft is gone on with."""

    @cached_property
    def client(self):
        return new_client()

    def ask(self, address, data):
        if address in WITH_PHOTOS:
            return new_client().post(address, {**POSTS[urlsplit(address).path], "photos": WITH_PHOTOS[address]()})
        if data is None:
            return self.client.get(address)
        return self.client.post(
            address, {name: value.replace("{}", str(next(ONE_MORE))) for name, value in data.items()}
        )


READER = Reader()


def new_client():
    from django.test import Client

    return Client(raise_request_exception=False, SERVER_NAME="localhost", headers={"accept-encoding": "gzip, br"})


def used():
    """Of this process, its children and its backend, in seconds."""
    from django.db import connection

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    backend = (int(fields[11]) + int(fields[12])) / TICK
    return time.process_time() + children.ru_utime + children.ru_stime + backend


def found_addresses():
    """A few of each kind, the searches and the posts."""
    kinds = defaultdict(list)
    for address in crawled():
        kinds[kind_of(address)].append(address)
    chosen = [one for found in kinds.values() for one in sorted(found, key=len)[-EACH:]]
    return [*chosen, *(search.format(LONG) for search in SEARCHES), *POSTS, *WITH_PHOTOS]


def kind_of(address):
    """The name of its view, and which filters it has."""
    from django.urls import Resolver404, resolve
    from django.utils import translation

    parts = urlsplit(address)
    try:
        with translation.override(LANGUAGE):  # addresses of the others are none
            return resolve(parts.path).view_name, bool(parts.query)
    except Resolver404:
        return "", False


def crawled(most=600):
    """What a stranger reaches from the home page and the sitemap: pages, files, cards, feeds."""
    from django.test import Client

    client, seen, waiting = Client(SERVER_NAME="localhost"), {}, [*STARTS]
    kinds = defaultdict(int)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or not kind[0] or kinds[kind] >= 4 * EACH:
            continue
        kinds[kind] += 1
        response = client.get(address)
        seen[address] = response.status_code
        if "html" in response.headers.get("Content-Type", "") and not response.streaming:
            waiting += links(response.text, address)
    return [address for address, status in seen.items() if status < 400]


def links(text, address):
    found = re.findall(r'(?:href|src|content)="((?:http://localhost(?::\d+)?)?[/?][^"#]*)', text)
    for link in dict.fromkeys(found):
        plain = re.sub(r"http://localhost(:\d+)?", "", link.replace("&amp;", "&"))
        if plain.startswith(("/static/", "//")) or "/admin/" in plain or "/ar/" in plain or "/es/" in plain:
            continue
        yield f"{urlsplit(address).path}{plain}" if plain.startswith("?") else plain


if __name__ == "__main__":
    main()
