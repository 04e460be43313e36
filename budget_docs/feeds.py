"""New documents, and new versions of their files, for feed readers."""

from collections.abc import Iterator

from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.documents import library
from budget_docs.models import BudgetDocument
from tetouan_portal.lib.feeds import NEWEST, Entry, PortalFeed
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.lib.virus_scan import SERVED

IN_FORCE = Q(files__is_current=True, files__held_back=False, files__scan__in=SERVED) & ~Q(files__language="")


class NewestDocuments(PortalFeed):
    title = _("Tétouan, open commune: new budget documents")
    subtitle = _("Budgets and accounts of the Commune of Tétouan, as they are published.")
    link = reverse_lazy("budget:library")

    def entries(self) -> Iterator[Entry]:
        """A document whose file was replaced comes up again."""
        now = timezone.now()
        live = BudgetDocument.objects.live(now=now)
        newest_file = Coalesce(Max("files__added_at", filter=IN_FORCE), "publish_at")
        changed = live.annotate(changed_at=Greatest("publish_at", newest_file)).order_by("-changed_at", "-pk")
        dates = dict(changed.values_list("slug", "changed_at")[:NEWEST])
        for document in library.documents_of(BudgetDocument.objects.filter(slug__in=dates), now=now):
            kind = {code: f"{document['type'][code] or ''} {document['year']}".strip() for code in LANGUAGE_CODES}
            yield Entry(
                title=document["title"],
                summary={code: document["summary"][code] or kind[code] for code in LANGUAGE_CODES},
                address=reverse("budget:document", args=[document["slug"]]),
                published_at=document["publish_at"],
                updated_at=dates[document["slug"]],
                is_demo=document["is_demo"],
            )
