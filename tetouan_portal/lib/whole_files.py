"""Files on the disk that lie under their name whole or not at all."""

import contextlib
import errno
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

WITHOUT_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}  # file systems that know one name of a file alone


class WholeFiles(FileSystemStorage):
    """Written under another name first. A disk that is full leaves nothing behind; what a killed process leaves the
    nightly sweep finds (`stored_files/sweeping.py`).
    """

    def _save(self, name: str, content: Any) -> str:
        part = str(Path(name).with_name(f"{secrets.token_hex(16)}.part"))
        try:
            super()._save(part, content)  # type: ignore[misc]
            return self.named(part, name)
        finally:
            with contextlib.suppress(OSError):
                Path(self.path(part)).unlink()

    def named(self, part: str, name: str) -> str:
        """The name under which it lies now: another one where that is taken."""
        while True:
            try:
                os.link(self.path(part), self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError as error:
                if error.errno not in WITHOUT_LINKS:
                    raise
                Path(self.path(part)).rename(self.path(name))
                return name
            else:
                return name
