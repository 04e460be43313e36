"""A thousand posts at once against the form that citizens send by: `make flood`.

Bots of three kinds post from addresses of their own: without any proof, with proofs made before the flood, and with one
proof for all. Beside them two readers read. Prints what became of the posts, what reading cost, and whether a citizen
who shares a bot's address still gets through.
"""

import http.client
import http.cookies
import itertools
import json
import os
import re
import statistics
import threading
import time
import urllib.parse
from collections import Counter

import django
from altcha import Challenge, Payload, solve_challenge

POSTS, BOTS, PROVEN = 1000, 8, 120
READ, SEND = ("/fr/", "/fr/commitments/", "/ar/budget/"), "/fr/participate/new/complaint/"
IDLE_SECONDS = 10


class Sender:
    """A browser without scripts, behind an address."""

    def __init__(self, port, address):
        self.port, self.address, self.cookies = port, address, http.cookies.SimpleCookie()

    def ask(self, path, data=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": "127.0.0.1", "X-Forwarded-For": self.address}
        headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        body = None
        if data is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"].value, **data})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if body else "GET", path, body=body, headers=headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookies.load(header)
        connection.close()
        return response.status, response.headers.get("Location", ""), text

    def write(self, text):
        """The first two steps; the page of the third."""
        self.ask(SEND)
        self.ask(SEND, {"subject": "Rue sombre", "text": text, "category": "lighting"})
        self.ask(f"{SEND}you/", {"name": ""})
        page = self.ask(f"{SEND}send/")[2]
        self.version = re.search(r'name="version" value="([^"]*)"', page)[1]
        self.challenge = json.loads(html(re.search(r'data-challenge="([^"]*)"', page)[1]))

    def proof(self):
        challenge = Challenge.from_dict(self.challenge)
        return Payload(challenge, solve_challenge(challenge)).to_base64()

    def send(self, proof):
        """received, asked again, busy, or the status."""
        status, location, _text = self.ask(f"{SEND}send/", {"version": self.version, "proof": proof, "website": ""})
        if status == 302:
            return "received" if "receipt" in location else "sent elsewhere"
        return {400: "asked again", 429: "busy"}.get(status, str(status))


def html(text):
    return text.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def reading(port, until, seconds):
    """How long each page took, while `until` is not set."""
    for path in itertools.cycle(READ):
        if until.is_set():
            return
        started = time.perf_counter()
        status, _location, _text = Sender(port, "203.0.113.9").ask(path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}.")
        seconds.append(time.perf_counter() - started)


def read_beside(port, work):
    """The 95th percentile of what two readers waited while `work` ran, in seconds."""
    until, seconds = threading.Event(), []
    readers = [threading.Thread(target=reading, args=(port, until, seconds)) for _reader in range(2)]
    for reader in readers:
        reader.start()
    work()
    until.set()
    for reader in readers:
        reader.join()
    return statistics.quantiles(seconds, n=20)[-1]


def ready(port, number):
    """Senders who have written and need only send."""
    senders = [Sender(port, f"198.51.100.{one % 250}") for one in range(number)]
    for one, sender in enumerate(senders):
        sender.write(f"La rue numéro {one} est sombre.")
    return senders


def flood(senders, proofs, became, posts=POSTS):
    """Every post takes its turn at the next of `senders`, from as many threads as there are bots."""
    turns, lock = iter(range(posts)), threading.Lock()

    def bot():
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            sender = senders[turn % len(senders)]
            proof = ("", proofs[0], proofs[turn % len(proofs)])[turn % 3]
            became[sender.send(proof)] += 1

    threads = [threading.Thread(target=bot) for _bot in range(BOTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    from benchmarks import demonstration
    from benchmarks.servers import serving
    from participation.models import Case

    demonstration.load()
    before = Case.objects.count()
    with serving("tetouan_portal.wsgi", TRUSTED_PROXIES="1") as (port, _process):
        senders = ready(port, PROVEN)
        proofs = [sender.proof() for sender in senders]
        idle = read_beside(port, lambda: time.sleep(IDLE_SECONDS))
        became, started = Counter(), time.perf_counter()
        busy = read_beside(port, lambda: flood(senders, proofs, became))
        seconds = time.perf_counter() - started
        neighbour = Sender(port, senders[0].address)
        neighbour.write("Chez nous aussi, depuis hier.")
        last = neighbour.send(neighbour.proof())
    filed = Case.objects.order_by("pk")[before:]
    print(f"{POSTS} posts in {seconds:.0f} s: {dict(became)}")
    print(f"cases filed: {len(filed)}, of which held for checking: {sum(case.is_held for case in filed)}")
    print(f"reading, 95th percentile: {busy / idle:.1f} × idle")
    print(f"a neighbour behind the same address: {last}")


if __name__ == "__main__":
    run()
