from collections import Counter

import pytest

from benchmarks import flood
from participation.models import Case
from tests.factories.participation import CategoryFactory


@pytest.mark.django_db(transaction=True)
def test_three_posts_are_sent_as_in_the_flood(live_server, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    CategoryFactory(slug="lighting")
    became, senders = Counter(), flood.ready(live_server.thread.port, 3)
    flood.flood(senders, [senders[0].proof()], became, posts=3)
    assert became == {"asked again": 2, "received": 1}
    assert Case.objects.get().text.startswith("La rue numéro")
