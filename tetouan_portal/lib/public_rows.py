"""What the public may see of rows, in two words that mean the same of every kind of them."""

from typing import Any, Self

from django.db import models


class PublicRows(models.QuerySet):
    """`live()`: shown with its content. `public()`: has a page; of what left the public eye one that says so.

    What a moment makes public by itself is asked for with `now`. Whatever is live is public.
    """

    def live(self, **at: Any) -> Self:
        raise NotImplementedError

    def public(self, **at: Any) -> Self:
        """Nothing of these leaves a page behind where it is taken back."""
        return self.live(**at)
