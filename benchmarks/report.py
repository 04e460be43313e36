"""The report's PDF against WeasyPrint on the same finished HTML: CPU time and memory, each in a fresh process."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 2


def run():
    """Prints the CPU of our rendering as a ratio to bare WeasyPrint's."""
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "report.html"
        spent = {name: [] for name in ("weasyprint", "portal")}
        child("html", source)
        for _round in range(ROUNDS):
            for name, rows in spent.items():
                rows.append(child(name, source))
    cpu = {name: statistics.median(row[0] for row in rows) for name, rows in spent.items()}
    memory = max(row[1] for row in spent["portal"])
    print("| report (Arabic) | CPU s | ÷ WeasyPrint | peak MiB |")
    print("|---|---|---|---|")
    print(f"| bare WeasyPrint, same HTML | {cpu['weasyprint']:.1f} | 1 | |")
    print(f"| portal | {cpu['portal']:.1f} | {cpu['portal'] / cpu['weasyprint']:.2f} | {memory:.0f} |")


def child(what, source):
    """Run one rendering in a process of its own: (CPU seconds, peak MiB)."""
    command = [sys.executable, "-m", "benchmarks.report", what, str(source)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
    cpu, peak = answer.split()[-2:]
    return float(cpu), float(peak)


def main(what, source):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    act = {"html": write_html, "weasyprint": bare, "portal": portal}[what]
    act(Path(source))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def write_html(source):
    from commitments.models import Edition
    from commitments.report_pdf import report_html

    source.write_text(report_html(Edition.objects.latest("published_at"), "ar"), encoding="utf-8")


def bare(source):
    from weasyprint import HTML

    from tetouan_portal.lib.pdf import fetch_static

    HTML(string=source.read_text(encoding="utf-8"), base_url="static:/", url_fetcher=fetch_static()).write_pdf()


def portal(source):
    from tetouan_portal.lib.pdf import pdf_bytes

    pdf_bytes(source.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
