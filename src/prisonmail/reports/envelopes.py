"""Window envelopes as JSON."""

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
