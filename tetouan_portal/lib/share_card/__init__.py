"""The picture that goes with a shared address: 1200 × 630, drawn from plain data in the portal's identity.

`card` says what stands on it; `png` draws it. Nothing here knows what a commitment is.
"""

from tetouan_portal.lib.share_card.card import SIZE, Card, Column, Row
from tetouan_portal.lib.share_card.drawing import png, version
from tetouan_portal.lib.share_card.portal import card, portal_card
from tetouan_portal.lib.share_card.words import Words, can_shape

__all__ = ["SIZE", "Card", "Column", "Row", "Words", "can_shape", "card", "png", "portal_card", "version"]
