"""The report's PDF against WeasyPrint on the same finished HTML: CPU time and memory, each in a fresh process."""

import os
import resource
import statistics
import subprocess
import sys

ROUNDS = 2
LANGUAGE = "ar"


def run():
    """Prints the CPU of our rendering as a ratio to bare WeasyPrint's, with the template's work apart."""
    spent = {what: [] for what in ("html", "weasyprint", "portal")}
    for _round in range(ROUNDS):
        for what, rows in spent.items():
            rows.append(child(what))
    cpu = {what: statistics.median(row[0] for row in rows) for what, rows in spent.items()}
    memory = max(row[1] for row in spent["portal"])
    print("| the newest report, in Arabic | CPU s | ÷ WeasyPrint |")
    print("|---|---|---|")
    print(f"| HTML from the snapshot | {cpu['html']:.1f} | {cpu['html'] / cpu['weasyprint']:.2f} |")
    print(f"| bare WeasyPrint, same HTML and styles | {cpu['weasyprint']:.1f} | 1 |")
    print(f"| our PDF | {cpu['portal']:.1f} | {cpu['portal'] / cpu['weasyprint']:.2f} |")
    print(f"\nPeak memory of our PDF: {memory:.0f} MiB.")


def child(what):
    """One piece of work in a process of its own: (CPU seconds, peak MiB)."""
    command = [sys.executable, "-m", "benchmarks.report", what]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ).stdout
    cpu, peak = answer.split()[-2:]
    return float(cpu), float(peak)


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(what):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    from commitments.models import Edition
    from commitments.report import pdf_rendering

    edition = Edition.objects.select_related("report").latest("report__year", "number")
    started = cpu_seconds()
    html = pdf_rendering.report_html(edition, LANGUAGE)
    if what != "html":
        import weasyprint  # noqa: F401 -- its import is not what is measured

        started = cpu_seconds()
        bare(html, pdf_rendering.STYLESHEETS) if what == "weasyprint" else pdf_rendering.render(edition, html)
    print(cpu_seconds() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def bare(html, stylesheets):
    from weasyprint import CSS, HTML

    from tetouan_portal.lib.pdf import STATIC

    styles = [CSS(filename=STATIC / path) for path in stylesheets]
    HTML(string=html, base_url="http://localhost/").write_pdf(stylesheets=styles)


if __name__ == "__main__":
    main(sys.argv[1])
