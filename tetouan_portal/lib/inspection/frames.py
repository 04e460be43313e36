"""How files go into the cell: each behind its length, so that several can follow each other."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

LENGTH = struct.Struct(">Q")


def framed(content: bytes) -> bytes:
    return LENGTH.pack(len(content)) + content


def contents_in(stream: BinaryIO) -> Iterator[bytes]:
    """One at a time: the next is read when the last is done with."""
    while length := stream.read(LENGTH.size):
        yield stream.read(*LENGTH.unpack(length))
