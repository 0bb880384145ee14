from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.served import CHROMIUM, Served, chromium, open_window, serve_in, sign_in
from tests.databases import skip_or_fail

OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests here; its loop of events must not stay when others run."""
    if not CHROMIUM:
        skip_or_fail("Chromium is not here")
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_in(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="package")
def remembered(browser: Browser, served: Served) -> Any:
    return sign_in(browser, served)


@pytest.fixture
def open_page(browser: Browser, served: Served, remembered: Any) -> Iterator[OpenPage]:
    """Opens pages as somebody who has signed in, each in a window of its own."""
    windows = []

    def open_at(path: str, **options: Any) -> Page:
        windows.append(open_window(browser, served, storage_state=remembered, **options))
        page = windows[-1].new_page()
        page.goto(path)
        return page

    yield open_at
    for window in windows:
        window.close()
