"""Public pages against baseline B: requests per second, CPU, weight."""

import gzip
import http.client
import re
import statistics

from benchmarks.servers import measure, serving

ROUNDS = 2
PAGES = {
    "home": "/ar/",
    "list": "/ar/commitments/",
    "list, filtered": "/ar/commitments/?declared=limited",
    "detail": "/ar/commitments/public-monitoring-of-the-pac/",
    "plan": "/ar/plan/",
}


def run():
    """A B A B: the baseline before each round of pages. Prints medians and ratios."""
    results = {name: [] for name in ("baseline B", *PAGES)}
    with (
        serving("benchmarks.baseline:application") as (base_port, base),
        serving("tetouan_portal.wsgi:application") as (port, portal),
    ):
        for _round in range(ROUNDS):
            results["baseline B"].append(measure(base_port, base, "/", 2000))
            for name, path in PAGES.items():
                results[name].append(measure(port, portal, path, 80))
        weights = {name: weight(port, path) for name, path in PAGES.items()}
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in results.items()
    }
    base_rate, base_cpu = medians["baseline B"]
    print("| page | requests/s ÷ B | CPU ms a request | CPU ÷ B | HTML + CSS, gzip KiB | with fonts KiB | requests |")
    print("|---|---|---|---|---|---|---|")
    for name, (rate, cpu) in medians.items():
        texts, everything, count = weights.get(name, ("", "", ""))
        print(
            f"| {name} | {rate / base_rate:.3f} | {cpu:.2f} | {cpu / base_cpu:.1f} | {texts} | {everything} | {count} |"
        )


def fetch(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "127.0.0.1"})
    body = connection.getresponse().read()
    connection.close()
    return body


def weight(port, path):
    """(HTML and CSS in KiB, the whole first visit in KiB, number of requests), compressed as sent."""
    html = fetch(port, path)
    head = html.decode().split("</head>")[0]
    styles = re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', head)
    others = re.findall(r'<link[^>]+rel="(?:preload|icon)"[^>]+href="([^"]+)"', head)
    texts = sum(len(gzip.compress(body)) for body in [html, *(fetch(port, style) for style in styles)])
    files = sum(len(fetch(port, other)) for other in others)
    return f"{texts / 1024:.1f}", f"{(texts + files) / 1024:.1f}", 1 + len(styles) + len(others)
