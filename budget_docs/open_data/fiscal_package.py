"""Writes the Fiscal Data Package of `descriptions` as a ZIP: the same budget gives the same bytes."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable
from hashlib import sha256
from typing import IO, Any

from budget_docs.models import Budget, FiscalYear
from budget_docs.open_data import descriptions
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.lib.spreadsheets import defuse

IN_MEMORY = 4 * 1024 * 1024
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that ZIP knows: the moment of writing would change the bytes


class Counted(io.RawIOBase):
    """Passes bytes on, counting and hashing them."""

    def __init__(self, to: IO[bytes]) -> None:
        self.to, self.size, self.digest = to, 0, sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.to.write(data)
        self.size += len(data)
        self.digest.update(data)
        return len(data)


def write(fiscal_year: FiscalYear, budgets: dict[str, Budget]) -> IO[bytes]:
    """The package as an open temporary file, read from its start; in memory while it is small."""
    described = descriptions.descriptor(fiscal_year, budgets)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for resource in described["resources"]:
            header = [field["name"] for field in resource["schema"]["fields"]]
            rows = descriptions.rows_of(resource["name"], fiscal_year.year, budgets)
            with package.open(info(resource["path"]), "w") as part:
                resource["bytes"], resource["hash"] = write_table(part, header, rows)
        package.writestr(info("README.md"), readme(described))
        text = json.dumps(described, ensure_ascii=False, indent=2)
        package.writestr(info("datapackage.json"), f"{text}\n")
    out.seek(0)
    return out


def info(name: str) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, NO_TIME)
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def write_table(part: IO[bytes], header: list[str], rows: Iterable[list[Any]]) -> tuple[int, str]:
    """The size and the hash of what was written."""
    counted = Counted(part)
    text = io.TextIOWrapper(io.BufferedWriter(counted), encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([defuse(value) if isinstance(value, str) else value for value in row])
    text.flush()
    text.detach().detach()
    return counted.size, f"sha256:{counted.digest.hexdigest()}"


def readme(described: dict[str, Any]) -> str:
    """What the package is, in three languages; what its columns mean stands in the dictionary."""
    sections = []
    by_table: dict[str, list] = {}
    for table, field, words in descriptions.meanings():
        by_table.setdefault(table, []).append((field, words))
    for code in LANGUAGE_CODES:
        lines = [f"# {described['titles'][code]}", ""]
        if described["demonstration"]:
            lines += [f"**{descriptions.DEMONSTRATION[code]}**", ""]
        lines += [f"- {source['title']}: {source['path']}" for source in described["sources"]]
        lines += [f"- {described['licenses'][0]['path']}", ""]
        for table, fields in by_table.items():
            lines += [f"## {table}", ""]
            lines += [f"- `{field.name}` ({field.type}) – {words[code]}" for field, words in fields]
            lines.append("")
        sections.append("\n".join(lines))
    return "\n".join(sections)
