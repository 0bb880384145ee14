"""What a page says, found in its HTML."""

import re
from html import unescape


def read_text(page: str) -> str:
    """The words that a page shows, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def find_answer(page: str) -> str:
    """The answer that fills the screen, in words; nothing if there is none."""
    found = re.search(r'<section id="answer"([^>]*)>(.*?)</section>', page, re.DOTALL)
    assert found
    return "" if "hidden" in found[1] else read_text(found[2])


def find_rows(page: str) -> list[str]:
    """The rows of the list below the box."""
    found = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return [read_text(each) for each in re.findall(r"<tr>(.*?)</tr>", found[1])] if found else []
