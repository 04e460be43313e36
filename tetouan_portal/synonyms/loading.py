"""The words that a portal begins with: editable in the admin, never put back once staff have changed them."""

import json
from pathlib import Path

from tetouan_portal.synonyms.models import Synonym

FILE = Path(__file__).parent / "everyday.json"


def load() -> int:
    """Fill the list when it has no row at all; how many."""
    if Synonym.objects.exists():
        return 0
    groups = json.loads(FILE.read_text(encoding="utf-8"))
    rows = [Synonym(word=word, means=", ".join(group["means"])) for group in groups for word in group["words"]]
    return len(Synonym.objects.bulk_create(rows))
