"""A real PostgreSQL and a real Redis-protocol server from wheels, for trying and developing the portal.

    python -m tetouan_portal.embedded run                the whole portal (`make run`)
    python -m tetouan_portal.embedded exec -- COMMAND    COMMAND beside fresh servers, forgotten afterwards
    python -m tetouan_portal.embedded exec --keep -- …   … beside the servers of DATA_DIR
    python -m tetouan_portal.embedded reset              forget the data of DATA_DIR

Production refuses these servers. With DATABASE_URL or REDIS_URL set, that server is used and not started.
"""
