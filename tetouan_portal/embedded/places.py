"""Where the embedded servers live, who may enter, and who is using them.

As root the servers run as `nobody`, because PostgreSQL refuses root. When that user cannot reach
DATA_DIR, they live in a shelter under /var/lib instead.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from tetouan_portal.embedded.processes import Trouble, wait_until

LONGEST_SOCKET_DIRECTORY = 80  # the system allows about 100, with the socket's own name
LEFTOVER_SECONDS = 60


def is_open_to_all(path):
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


def server_identity():
    """The arguments of Popen that choose the user whom the servers run as."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Place:
    """The directories of one DATA_DIR, locked while the `with` block lasts."""

    def __init__(self, data_dir):
        self.data_dir = Path(data_dir).resolve()
        self.home = self.data_dir / "embedded"
        self.identity = server_identity()
        self.key = hashlib.sha256(str(self.home).encode()).hexdigest()[:10]
        self.shelter = Path("/var/lib") / f"tetouan-portal-{self.key}"
        self.locks = []

    def __enter__(self):
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.locks = [(self.home / name).open("w") for name in ("lock", "children.lock")]
        except OSError as error:
            raise Trouble(f"{self.data_dir} cannot be written ({error.strerror}): choose another DATA_DIR.") from error
        try:
            self.take_locks()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        for lock in self.locks:
            lock.close()

    def take_locks(self):
        """One lock is ours; the children inherit the other, so that what kill -9 left behind still holds it."""
        ours, theirs = self.locks
        if not is_free(ours):
            raise Trouble(
                f"The portal of {self.data_dir} is already running: stop it first, or choose another DATA_DIR."
            )
        if not is_free(theirs):
            print("Waiting for what an earlier run left behind to end…", file=sys.stderr)
            wait_until(
                lambda: is_free(theirs),
                seconds=LEFTOVER_SECONDS,
                trouble=f"Something that an earlier run started does not end: kill -9 {holders(theirs.name)}",
            )

    @property
    def children_lock(self):
        return self.locks[1].fileno()

    def for_servers(self):
        """The directory in which the servers can work."""
        if not self.identity:
            return self.home
        if is_open_to_all(self.home) and len(str(self.home)) <= LONGEST_SOCKET_DIRECTORY:
            return self.home
        self.shelter.mkdir(mode=0o711, exist_ok=True)
        self.shelter.chmod(0o711)
        return self.shelter

    def for_sockets(self):
        """A directory that only the servers' user (and root) may enter, with a path short enough for a socket."""
        path = self.for_servers() / "sockets"
        if len(str(path)) > LONGEST_SOCKET_DIRECTORY:
            path = self.short_directory()
        return self.owned(path)

    def short_directory(self):
        return Path(tempfile.gettempdir()) / f"tetouan-portal-{self.key}"

    def owned(self, path):
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()  # anyone may have put a link of that name into the temporary directory
        if found.st_uid not in {os.geteuid(), self.identity.get("user")} or not stat.S_ISDIR(found.st_mode):
            raise Trouble(f"{path} belongs to somebody else: remove it or choose another DATA_DIR.")
        if self.identity:
            os.chown(path, self.identity["user"], self.identity["group"])
        path.chmod(0o700)
        return path

    def forget(self):
        """Remove everything that the servers of this DATA_DIR keep."""
        for path in (self.home, self.shelter, self.short_directory()):
            shutil.rmtree(path, ignore_errors=True)


def is_free(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def holders(path):
    """The numbers of the processes that have the file open, as far as we may see them."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(link.readlink()) == path and link.parts[2] != str(os.getpid()):
                found.add(link.parts[2])
    return " ".join(sorted(found))
