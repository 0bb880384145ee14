"""How a letterhead will be printed, in words.

>>> from prisonmail.sheets.drawing import Picture
>>> describe_letterhead(Letterhead(picture=Picture(20, 10, 95, 19, "head.png")))
'Its letterhead is a picture and prints 95 × 19 mm large.'
"""

from prisonmail.sheets.drawing import Span
from prisonmail.sheets.letter.letterhead import Letterhead


def describe_letterhead(letterhead: Letterhead) -> str | None:
    """Say how a letterhead of the firm's own prints; None if there is none."""
    if letterhead.picture:
        size = f"{letterhead.picture.width:.0f} × {letterhead.picture.height:.0f} mm"
        return f"Its letterhead is a picture and prints {size} large."
    if not letterhead.under:
        return None
    said = f"Its letterhead is a PDF; text stands {_place(letterhead.free)}"
    if not letterhead.following:
        return f"{said}. Sheets that continue a letter have none."
    place = _place(letterhead.following_free)
    return f"{said}, and on its second page, for sheets that continue a letter, {place}."


def _place(free: Span) -> str:
    return f"from {free.top:.0f} to {free.bottom:.0f} mm from the top"
