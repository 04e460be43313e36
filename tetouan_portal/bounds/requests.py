"""What a stranger's request can cost at most."""

from tetouan_portal.bounds.bound import Bound

PHOTO_DOORS = ("participation:new", "participation:track_reply")
OF_A_CASE = (  # nothing without the cookie of an open case
    *("participation:track_not_solved", "participation:track_publication", "participation:track_rate"),
    *("participation:track_contact", "participation:track_withdraw", "participation:track_case"),
)
SIMPLE = (  # posts that read a cookie and forget it
    *("participation:track_close", "participation:close_receipt", "participation:discard"),
    *("account_logout", "account_inactive"),
)
ANSWERED_AS_READING = (
    "commitments:feed",
    "budget:feed",
    "participation:feed",
    "journal:feed",
    "sitemap",
    "live",
    "ready",
)

VIEWS = "tests/participation/views"
REQUESTS = (
    # --- rows ---
    Bound(
        "messages begun over one connection",
        "an hour; more cost a check",
        "participation.sending.beginning:BEGUN.limit",
        f"{VIEWS}/test_beginning.py::test_behind_a_crowded_address_the_form_comes_back_whole_with_a_check_and_nothing_is_kept",
        ("participation:new",),
    ),
    Bound(
        "messages begun by all",
        "an hour; more cost a check",
        "participation.sending.beginning:SITE_BEGUN.limit",
        f"{VIEWS}/test_beginning.py::test_the_whole_site_counts_too",
        ("participation:new", "participation:new_author"),
    ),
    Bound(
        "messages begun and not sent that are kept",
        "for the site",
        "django.conf:settings.DRAFTS_MAX",
        f"{VIEWS}/test_beginning.py::test_a_full_table_takes_no_newcomer_and_loses_nothing_typed",
        ("participation:new", "participation:new_author"),
    ),
    Bound(
        "messages sent over one connection, each with its check",
        "an hour",
        "tetouan_portal.lib.challenge.demand:POSTS.limit",
        "tests/tetouan_portal/lib/challenge/test_form.py::test_only_what_no_crowd_sends_is_refused",
        ("participation:new_send",),
    ),
    Bound(
        "answers to questions, without scripts, over one connection",
        "an hour",
        "tetouan_portal.lib.challenge.demand:ATTEMPTS.limit",
        "tests/tetouan_portal/lib/challenge/test_form.py::test_who_sends_without_any_proof_shuts_nobody_behind_the_same_address_out",
        ("participation:new_send",),
    ),
    Bound(
        "messages of an author about one case",
        "an hour",
        "participation.views.tracking:MESSAGES.limit",
        f"{VIEWS}/test_tracked_case.py::test_messages_have_a_measure",
        ("participation:track_reply", *OF_A_CASE),
    ),
    Bound(
        "wrong tracking codes over one connection",
        "an hour; more cost a check",
        "participation.views.tracking:WRONG_CODES.limit",
        f"{VIEWS}/test_tracking.py::test_behind_an_address_of_many_wrong_codes_a_right_one_is_asked_for_a_check_and_nothing_is_lost",
        ("participation:track", *SIMPLE),
    ),
    Bound(
        "a passkey's challenge, kept by the browser alone",
        "seconds, and no row",
        "tetouan_portal.accounts.passkeys:VALID_FOR",
        "tests/tetouan_portal/accounts/test_no_rows_for_strangers.py::test_no_address_makes_a_session_for_somebody_who_is_nobody",
        ("mfa_login_webauthn", "mfa_authenticate"),
    ),
    Bound(
        "posts of passkeys from one address, in browsers that nobody knows",
        "a minute",
        "tetouan_portal.accounts.views:PASSKEYS.limit",
        "tests/tetouan_portal/accounts/test_no_rows_for_strangers.py::test_a_flood_of_passkeys_is_answered_with_a_page_and_holds_up_no_known_browser",
        ("mfa_login_webauthn",),
    ),
    Bound(
        "wrong passwords of an account, in browsers that nobody knows",
        "before each pause, which grows to an hour",
        "tetouan_portal.accounts.locking:OF_ACCOUNT.free",
        "tests/tetouan_portal/accounts/test_pauses.py::test_a_stranger_with_any_number_of_addresses_has_few_guesses_a_day",
        ("account_login",),
    ),
    Bound(
        "new passwords asked for",
        "for an address, for an account",
        "allauth.account.app_settings:RATE_LIMITS",
        "tests/tetouan_portal/accounts/test_no_rows_for_strangers.py::test_who_asks_for_new_passwords_again_and_again_is_stopped",
        ("account_reset_password",),
        key="reset_password",
    ),
    Bound(
        "links of invitations and new passwords tried",
        "for an address",
        "allauth.account.app_settings:RATE_LIMITS",
        "tests/tetouan_portal/accounts/test_no_rows_for_strangers.py::test_who_tries_links_again_and_again_is_stopped",
        ("account_reset_password_from_key", "accounts:invitation_link", "accounts:invitation"),
        key="reset_password_from_key",
    ),
    # --- photos ---
    Bound(
        "photos looked into of one post",
        "the first ones, alike or not",
        "django.conf:settings.PHOTOS_MAX",
        f"{VIEWS}/test_sending_safely.py::test_no_more_photos_of_one_post_are_looked_into_than_a_message_may_have",
        PHOTO_DOORS,
    ),
    Bound(
        "bytes of a photo",
        "each",
        "django.conf:settings.PHOTO_MAX_BYTES",
        "tests/tetouan_portal/lib/test_photos.py::test_one_too_large_is_refused_unread_with_the_limit",
        PHOTO_DOORS,
    ),
    Bound(
        "photos kept with one case",
        "all its messages together",
        "django.conf:settings.CASE_PHOTOS_MAX",
        f"{VIEWS}/test_tracked_case.py::test_a_case_holds_only_so_many_photos",
        ("participation:track_reply",),
    ),
    Bound(
        "photos over one connection",
        "an hour",
        "tetouan_portal.lib.photos:PACE.limit",
        f"{VIEWS}/test_sending_safely.py::test_more_photos_than_a_crowd_sends_wait_and_the_words_go_on",
        PHOTO_DOORS,
    ),
    Bound(
        "milliseconds of a processor for photos over one connection",
        "an hour",
        "tetouan_portal.lib.photos:SECONDS.limit",
        "tests/tetouan_portal/lib/test_photos.py::test_the_seconds_that_photos_cost_go_on_their_senders_account",
        PHOTO_DOORS,
    ),
    Bound(
        "seconds of a processor for all photos of one post",
        "together, in one process",
        "tetouan_portal.lib.photos:OF_A_POST",
        "tests/tetouan_portal/lib/test_photos.py::test_the_photos_of_one_post_share_its_seconds",
        PHOTO_DOORS,
    ),
    Bound(
        "posts whose photos are looked into at once",
        "for the site",
        "tetouan_portal.lib.photos:TURNS.places",
        f"{VIEWS}/test_sending_safely.py::test_where_others_photos_are_being_looked_into_the_words_stay_and_the_photo_is_asked_for_again",
        PHOTO_DOORS,
    ),
    Bound(
        "readers' threads that wait for the turn of their post's photos",
        "for the site",
        "tetouan_portal.lib.photos:TURNS.waiting",
        "tests/tetouan_portal/lib/test_turns.py::test_so_many_wait_and_the_next_is_told_at_once",
        PHOTO_DOORS,
    ),
    Bound(
        "seconds of that wait",
        "each",
        "tetouan_portal.lib.photos:TURNS.patience",
        "tests/tetouan_portal/lib/test_turns.py::test_patience_ends",
        PHOTO_DOORS,
    ),
    Bound(
        "bytes of memory for one file, or the photos of one post",
        "each",
        "tetouan_portal.lib.inspection.limits:MEMORY",
        "tests/tetouan_portal/lib/inspection/test_cell.py::test_memory_ends",
        PHOTO_DOORS,
    ),
    *(
        Bound(
            what,
            "of one file",
            f"tetouan_portal.lib.inspection.{place}",
            "tests/tetouan_portal/lib/inspection/test_outline.py::test_a_picture_of_too_many_pieces_is_refused_before_it_is_drawn",
            PHOTO_DOORS,
        )
        for what, place in (
            ("scans of a JPEG", "outline:MAX_SCANS"),
            ("million pixels of all scans together", "outline:MAX_DRAWN"),
            ("segments of a JPEG", "outline:MAX_SEGMENTS"),
            ("chunks of a PNG", "outline:MAX_CHUNKS"),
        )
    ),
    Bound(
        "million pixels of a picture",
        "each",
        "tetouan_portal.lib.inspection.pictures:MOST",
        "tests/tetouan_portal/lib/test_photos.py::test_a_picture_that_unpacks_to_too_much_is_refused",
        PHOTO_DOORS,
    ),
    # --- reading ---
    Bound(
        "seconds for one answer of the database",
        "each, then the question is given up",
        "tetouan_portal.lib.postgresql.patience:ANSWER",
        "tests/tetouan_portal/lib/postgresql/test_silence.py::test_whoever_waits_for_a_lock_is_told_to_come_again_and_holds_no_thread",
    ),
    Bound(
        "milliseconds of the database for one question of /readyz",
        "each",
        "tetouan_portal.health.findings:PATIENCE",
        "tests/tetouan_portal/health/test_ready.py::test_the_database_breaks_off_a_question_that_takes_too_long",
        ("ready",),
    ),
    Bound(
        "rows of a table whose texts /readyz opens",
        "the newest, and some of the oldest",
        "tetouan_portal.health.ready:NEWEST",
        "tests/tetouan_portal/health/test_ready.py::test_however_much_is_stored_few_texts_are_opened",
        ("ready",),
    ),
    Bound(
        "second factors that /readyz opens",
        "the newest",
        "tetouan_portal.accounts.factor_keys:MOST",
        "tests/tetouan_portal/health/test_ready.py::test_however_many_second_factors_there_are_so_many_are_opened",
        ("ready",),
    ),
    Bound(
        "characters that are searched for",
        "each",
        "tetouan_portal.lib.search:SEARCH_TEXT_MAX",
        "tests/house/test_bounds.py::test_no_search_takes_more_characters",
    ),
    Bound(
        "what a stranger's dearest request costs a processor",
        "times the home page",
        "benchmarks.dearest:LIMIT",
        "tests/benchmarks/test_first_steps.py::test_what_each_public_address_costs_is_measured_once",
        ANSWERED_AS_READING,
    ),
)
