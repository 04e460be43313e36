"""Where a field's files lie: in one folder that holds nothing but stored files, so that it can be swept."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage
from django.db.models import FileField

NameOf = Callable[[Any, str], str]


def in_folder(folder: str) -> Callable[[NameOf], NameOf]:
    """Of an `upload_to`: the function tells the name inside the folder."""

    def wrap(name: NameOf) -> NameOf:
        @functools.wraps(name)
        def path(row: Any, filename: str) -> str:
            return f"{folder}/{name(row, filename)}"

        path.folder = folder  # type: ignore[attr-defined]
        return path

    return wrap


def folder_of(field: FileField) -> str:
    """Raises ImproperlyConfigured for a field that does not tell: nobody would find what it leaves behind."""
    folder = getattr(field.upload_to, "folder", field.upload_to)
    if not isinstance(folder, str) or not folder.strip("/") or "%" in folder:
        raise ImproperlyConfigured(f"{field}: say in which folder its files lie, by in_folder.")
    return folder.strip("/")


def names_in(storage: Storage, folder: str) -> Iterator[str]:
    """Of every file below the folder, a folder at a time. Links lead elsewhere: nobody follows them."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        yield f"{folder}/{file}"
    for inner in folders:
        if not is_link(storage, f"{folder}/{inner}"):
            yield from names_in(storage, f"{folder}/{inner}")


def is_link(storage: Storage, name: str) -> bool:
    try:
        return Path(storage.path(name)).is_symlink()
    except NotImplementedError:  # a storage that is no disk
        return False
