import pytest

from tests.servers import Server


@pytest.fixture
def serving():
    """A function that starts a server of this machine: `serving(answer)`."""
    servers = []

    def start(answer, **options):
        servers.append(Server(answer, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
