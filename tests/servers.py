"""Small real servers on this machine that answer as they are told, and remember what they were asked."""

import contextlib
import socket
import threading


class Server:
    """`answer(connection, request)` gets the open connection and the bytes of the request's head."""

    def __init__(self, answer, *, tls=None, listens=True):
        self.answer, self.tls, self.listens, self.requests = answer, tls, listens, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _where = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=[connection], daemon=True).start()

    def talk(self, connection):
        with contextlib.suppress(OSError), connection:
            spoken = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with spoken:
                head = b""
                while self.listens and b"\r\n\r\n" not in head and (more := spoken.recv(4096)):
                    head += more
                self.requests.append(head.decode("latin-1"))
                self.answer(spoken, head)

    def close(self):
        # The thread that accepts is woken; merely closed, the listener would keep it.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def says(*pieces):
    """An answer of these bytes."""

    def answer(connection, head):
        for piece in pieces:
            connection.sendall(piece)

    return answer


def status(line, **headers):
    text = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return says(f"HTTP/1.1 {line}\r\n{text}Content-Length: 0\r\n\r\n".encode())
