"""What a thread writes, kept until its reader has taken it: the thread never waits for him."""

import os
import socket
import tempfile
from collections import deque
from typing import IO, Any

from tetouan_portal.web_server.bounds import MEMORY_BYTES

AT_ONCE = 256 * 1024


class Bytes:
    """Written at its end, sent from its beginning."""

    def __init__(self, folder: str | None) -> None:
        self.file = tempfile.SpooledTemporaryFile(MEMORY_BYTES, dir=folder)  # noqa: SIM115 -- closed by `Leaving`
        self.sent = self.length = 0

    def write(self, data: bytes) -> None:
        self.file.seek(self.length)
        self.file.write(data)
        self.length += len(data)

    def send(self, line: socket.socket) -> int:
        self.file.seek(self.sent)
        return line.send(self.file.read(AT_ONCE))


class FilePart:
    """Part of a file: the kernel sends it from where it lies."""

    def __init__(self, file: IO[bytes], offset: int, length: int) -> None:
        self.file = os.fdopen(os.dup(file.fileno()), "rb")  # theirs is closed before the reader has it all
        self.offset, self.length, self.sent = offset, length, 0

    def send(self, line: socket.socket) -> int:
        most = min(self.length - self.sent, AT_ONCE)
        sent = os.sendfile(line.fileno(), self.file.fileno(), self.offset + self.sent, most)
        if not sent:
            raise ConnectionError("The file has become shorter than what was announced.")
        return sent


class Leaving:
    """Stands where gunicorn's threads expect a socket. One at a time uses it: a thread, then the main loop."""

    def __init__(self, line: socket.socket, folder: str | None) -> None:
        self.line = line
        self.folder = folder
        self.parts: deque[Bytes | FilePart] = deque()
        self.sent = 0

    @property
    def spooled(self) -> int:
        return sum(part.length - part.sent for part in tuple(self.parts) if isinstance(part, Bytes))

    def sendall(self, data: bytes, _flags: int = 0) -> None:
        if data:
            if not self.parts or not isinstance(self.parts[-1], Bytes):
                self.parts.append(Bytes(self.folder))
            self.parts[-1].write(data)  # type: ignore[union-attr]
        self.flush()

    def send(self, data: bytes, flags: int = 0) -> int:
        self.sendall(data, flags)
        return len(data)

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> int:
        length = os.fstat(file.fileno()).st_size - offset if count is None else count
        self.parts.append(FilePart(file, offset, length))
        self.flush()
        return length

    def flush(self) -> bool:
        """As much as the reader takes now; whether that is all."""
        try:
            while self.parts:
                part = self.parts[0]
                if part.sent < part.length:
                    sent = part.send(self.line)
                    part.sent += sent
                    self.sent += sent
                if part.sent >= part.length:
                    self.parts.popleft().file.close()
        except BlockingIOError:
            return False
        return True

    def recv(self, _size: int) -> bytes:
        """The request has arrived whole: nothing more of it comes."""
        return b""

    def fileno(self) -> int:
        return self.line.fileno()

    def gettimeout(self) -> float:
        return 0.0

    def ignored(self, *_arguments: Any) -> None:
        """When the line is closed is the main loop's to say."""

    setblocking = settimeout = shutdown = close = ignored

    def forget(self) -> None:
        while self.parts:
            self.parts.popleft().file.close()
