"""What a visitor may take of the web server before and after a thread has his request."""

from tetouan_portal.bounds.bound import Bound

SIZES = "tests/tetouan_portal/lib/test_body_size.py"
WORKER = "tests/tetouan_portal/web_server/test_worker.py"
VISITORS = "tests/tetouan_portal/web_server/test_bounds.py"
LINES = (
    Bound(
        "bytes of a body from a stranger where no file is taken",
        "each, refused by its announced length",
        "tetouan_portal.lib.body_size:WORDS",
        f"{SIZES}::test_a_stranger_is_refused_unread_above_what_the_door_takes",
    ),
    *(
        Bound(
            what,
            "of a member of staff, together",
            f"tetouan_portal.lib.body_size:{name}",
            f"{SIZES}::test_staff_may_write_long_texts_and_send_files_where_files_are_taken",
        )
        for what, name in (("bytes of words in a post", "STAFF_WORDS"), ("bytes of files in a post", "ALL_FILES"))
    ),
    Bound(
        "bytes of a request's line and headers",
        "together",
        "tetouan_portal.web_server.bounds:HEAD_BYTES",
        f"{WORKER}::test_what_cannot_be_understood_is_answered_and_closed",
    ),
    *(
        Bound(
            what, unit, f"tetouan_portal.web_server.bounds:{name}", f"{WORKER}::test_patience_with_half_a_request_ends"
        )
        for what, unit, name in (
            ("seconds for a request's line and headers", "each", "HEAD_SECONDS"),
            ("seconds of a line on which nothing is asked", "each", "KEPT_SECONDS"),
            ("seconds without a byte of a body", "each time", "BODY.pause"),
        )
    ),
    Bound(
        "bytes a second of a body, after the first while",
        "at least",
        "tetouan_portal.web_server.bounds:BODY.rate",
        f"{VISITORS}::test_one_byte_a_second_buys_hardly_anything",
    ),
    Bound(
        "seconds without a byte taken of an answer",
        "each time",
        "tetouan_portal.web_server.bounds:ANSWER.pause",
        f"{WORKER}::test_patience_with_who_does_not_read_ends",
    ),
    Bound(
        "bytes of bodies that arrive and answers that leave",
        "of each process",
        "tetouan_portal.web_server.bounds:SPOOLED_BYTES",
        f"{VISITORS}::test_what_is_kept_is_bounded_by_who_keeps_most",
    ),
    Bound(
        "the part of all places that one address may take",
        "one in so many",
        "tetouan_portal.web_server.visitors:PART_OF_ONE",
        f"{VISITORS}::test_places_follow_from_what_the_system_grants",
    ),
)
