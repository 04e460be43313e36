import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tetouan_portal import embedded
from tetouan_portal.embedded import portal
from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Children, Trouble, dies_with_parent
from tetouan_portal.embedded.servers import start_servers

DATA_DIR = os.environ.get("DATA_DIR") or ".local"


def execute(command, data_dir, *, lasting):
    """Run `command` beside the servers of `data_dir`; its exit status is ours."""
    with Place(data_dir) as place, Children(inherited=place.children_lock) as children:
        found = start_servers(place, children, lasting=lasting)
        environment = {**os.environ, "DATA_DIR": str(place.data_dir), **found}
        return wait_for(command, environment)


def wait_for(command, environment):
    """Its terminal is ours: Ctrl-C reaches it too, and it may tidy up."""
    with subprocess.Popen(command, env=environment, preexec_fn=dies_with_parent(signal.SIGTERM)) as process:  # noqa: PLW1509
        try:
            status = process.wait()
        except KeyboardInterrupt:
            status = process.wait()
        except SystemExit:
            process.terminate()
            raise
    return 128 - status if status < 0 else status


def execute_beside_fresh_servers(command):
    with tempfile.TemporaryDirectory(prefix="portal-") as directory:
        Path(directory).chmod(0o711)  # the servers may run as another user
        try:
            return execute(command, directory, lasting=False)
        finally:
            Place(directory).forget()


def reset():
    """Forget the embedded servers and the files that their rows name."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("make reset forgets the embedded database only: DATABASE_URL names another one, empty it there.")
    with Place(DATA_DIR) as place:
        place.forget()
        for name in ("media", "static"):
            shutil.rmtree(place.data_dir / name, ignore_errors=True)
        for name in ("portal.log", "secret_key"):
            (place.data_dir / name).unlink(missing_ok=True)
    portal.say(f"The data of {place.data_dir} are gone: make run starts over.")


def main(words):
    match words:
        case ["run"]:
            portal.run(DATA_DIR)
        case ["reset"]:
            reset()
        case ["exec", "--keep", "--", *command] if command:
            return execute(command, DATA_DIR, lasting=True)
        case ["exec", "--", *command] if command:
            return execute_beside_fresh_servers(command)
        case _:
            raise Trouble(embedded.__doc__)
    return 0


def leave(number, _frame):
    sys.exit(128 + number)


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        sys.exit(main(sys.argv[1:]))
    except (Trouble, ImproperlyConfigured) as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)
