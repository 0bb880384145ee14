"""A volume: the pages of one PDF in order, and on which page each letter begins."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from prisonmail.letters import Letter
from prisonmail.sheets.drawing import Sheet, SourcePage
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.pages import Page
from prisonmail.sheets.press import Drawn, Press
from prisonmail.sheets.summary import Part, Share, summary


@dataclass
class Volume:
    """Puts the pages of letters together, and keeps where each letter came to lie."""

    press: Press
    part: Part | None = None
    """Which volume it is, where a batch is split."""
    first_pages: "array[int]" = field(default_factory=lambda: array("L"))
    """On which page each letter begins, from 1."""
    count: int = 0
    """Of pages."""
    under: dict[int, SourcePage] = field(default_factory=dict)
    """The pages of other PDFs that lie under pages, these counted from 0."""
    shares: dict[str, Share] = field(default_factory=dict)
    """What the summary says of each prison."""

    def pages(self, letters: Iterable[Letter], *, with_summary: bool) -> Iterator[Page]:
        """Give all pages: letters with their enclosures, then the summary if wanted."""
        paper, blank = self.press.run.paper, self.press.page(Sheet())
        for drawn in self.press.draw(letters):
            yield from map(self._counted, drawn.pages)
            self._note(drawn)
            if paper.duplex and not paper.labels and self.count % 2:
                yield self._counted(blank)
        if with_summary:
            for sheet in summary(self.press.run.batch, self.shares, roboto(), self.part):
                yield self._counted(self.press.page(sheet))

    def _note(self, drawn: Drawn) -> None:
        first = self.count - len(drawn.pages) + 1
        for prison_name, code in drawn.letters:
            self.first_pages.append(first)
            if prison_name not in self.shares:
                self.shares[prison_name] = Share(code, code)
            self.shares[prison_name].add(code, first, self.count)

    def _counted(self, page: Page) -> Page:
        if page.under:
            self.under[self.count] = page.under
        self.count += 1
        return page
