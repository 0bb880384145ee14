"""A scanner: a keyboard that types what it reads and Enter, 5 ms each."""

import time

from playwright.sync_api import CDPSession, Page, expect

BETWEEN_KEYS = 0.005
"""Seconds, by the clock of the keys: however long a busy computer takes to send them."""
_ENDINGS = {"Enter": (13, "\r"), "Tab": (9, "")}


def scan(page: Page, code: str, ending: str = "Enter") -> None:
    keyboard, at = page.context.new_cdp_session(page), time.time()
    for key in code:
        at += BETWEEN_KEYS
        _press(keyboard, at, key, ord(key.upper()) if key.isalnum() else 0, key)
    _press(keyboard, at + BETWEEN_KEYS, ending, *_ENDINGS[ending])
    keyboard.detach()


def expect_verdict(page: Page, verdict: str) -> None:
    expect(page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()


def expect_ready_for_the_next(page: Page) -> None:
    box = page.get_by_label("Scan or type the code")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def _press(keyboard: CDPSession, at: float, key: str, number: int, text: str) -> None:
    pressed = {"key": key, "windowsVirtualKeyCode": number, "timestamp": at}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **pressed})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})
