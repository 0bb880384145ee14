"""Window envelopes as rows and as JSON."""

from prisonmail.sheets.envelopes import Envelope


def envelope_document(envelope: Envelope) -> dict[str, object]:
    """Return an envelope in millimetres, with how far a sheet may slide in it, as JSON."""
    return {
        "name": envelope.name,
        "width": envelope.width,
        "height": envelope.height,
        "window": {
            "left": envelope.window_left,
            "up": envelope.window_up,
            "width": envelope.window_width,
            "height": envelope.window_height,
        },
        "fold": envelope.fold.name.lower(),
        "play": envelope.play._asdict(),
        "survived": envelope.survived._asdict(),
        "survives_all": envelope.survived == envelope.play,
        "always_visible": envelope.always_visible._asdict(),
        "ever_visible": envelope.ever_visible._asdict(),
        "panel": envelope.panel._asdict(),
    }


def envelope_cells(each: Envelope) -> tuple[str, ...]:
    """Write an envelope as a row: sizes in mm, and how far the sheet may slide in it."""
    return (
        each.name,
        f"{each.width:g} × {each.height:g}",
        f"{each.window_width:g} × {each.window_height:g}",
        f"{each.window_left:g}, {each.window_up:g}",
        each.fold.name.lower(),
        _both_ways(*each.play),
        "all of it" if each.survived == each.play else _both_ways(*each.survived),
    )


def _both_ways(across: float, up: float) -> str:
    return f"±{across / 2:g}, ±{up / 2:g}"
