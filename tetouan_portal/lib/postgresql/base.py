"""The module that Django looks for in an ENGINE."""

from functools import partial
from typing import Any

from django.db.backends.postgresql import base

from tetouan_portal.lib.postgresql.patience import PATIENCE


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        ask = partial(super().get_new_connection, conn_params)
        return PATIENCE[self.alias].connect(ask, reached=partial(self.is_reached, conn_params))

    def is_reached(self, conn_params: dict[str, Any]) -> bool:
        """Past the pool: when every connection of it is taken, the server is there all the same."""
        try:
            self.Database.connect(**{**conn_params, "connect_timeout": 2}).close()
        except self.Database.OperationalError:
            return False
        return True
