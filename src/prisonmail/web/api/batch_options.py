"""The options of an order, by the names that they have in `generate`.

None of them names a file of the server: a list, a letter and enclosures are sent.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import Annotated, Any, Literal

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from prisonmail.errors import InputMissing, PrisonmailError, WrongUsage
from prisonmail.recipients import saved_mappings
from prisonmail.recipients.columns.mapping import read_choice
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import DateOrder, ListOptions, read_condition
from prisonmail.sheets.labels import SHEETS
from prisonmail.system.folders import leave_out_folder
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.before_issue.usual import UsualOptions, choose, read_usual
from prisonmail.use_cases.order import Order
from prisonmail.web.lists.enclosures import name_each_once, note_enclosed
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.uploads import tidy_name
from prisonmail.web.settings import Settings

OUTPUT = "letters.pdf"
MOST_ENCLOSURES = 998
"""Files that may come along: of a form a thousand are read, and the list and the letter are two."""
list_of = list
"""Where a field is called `list`."""
_No = SkipJsonSchema[None]
"""An option that is not given: no form can say null."""
_Text = Annotated[str | _No, Field(max_length=200)]
_Texts = Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=50)]


class BatchRequest(BaseModel):
    """A list, and how it is to be read and printed."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    list: Annotated[UploadFile, Field(description="The list: a CSV file or workbook.")]
    letter: Annotated[
        UploadFile | _No,
        Field(description="Your private letter: a Word document, plain text or Markdown."),
    ] = None
    enclosures: Annotated[
        list_of[UploadFile],
        Field(
            max_length=MOST_ENCLOSURES,
            description="PDF files of A4 pages, for the columns of `enclose`.",
        ),
    ] = []
    enclose: Annotated[
        _Texts, Field(description="The headings of the columns that name enclosures.")
    ] = []
    mark_enclosures: Annotated[
        bool, Field(description="Mark each enclosed page with batch, sheet and page.")
    ] = False
    check: Annotated[bool, Field(description="Check the list and stop: nothing is issued.")] = False
    skip_bad: Annotated[bool, Field(description="Issue the good rows, leave out the bad.")] = False
    again: Annotated[bool, Field(description="Issue a list that was issued today.")] = False
    cancel_earlier: Annotated[
        bool, Field(description="Cancel earlier letters to the same people that are still good.")
    ] = False
    remember: Annotated[
        bool, Field(description="Put those who are written to into the address book.")
    ] = False
    redact: Annotated[
        bool, Field(description="Leave out of the answer what the list says of people.")
    ] = False
    signatory: Annotated[
        _Text, Field(description="Who signs, of those in the profile: a key or a name.")
    ] = None
    no_defaults: Annotated[bool, Field(description="Leave out the profile's [defaults].")] = False
    map: Annotated[
        _Texts, Field(description="Which heading holds a field.", examples=[["number=Prison Ref"]])
    ] = []
    mapping: Annotated[_Text, Field(description="A saved mapping.")] = None
    encoding: Annotated[
        _Text, Field(description="If it is detected wrongly.", examples=["cp1252"])
    ] = None
    delimiter: Annotated[
        _Text,
        Field(description="`comma`, `tab`, `semicolon`, `pipe` or a character.", examples=["tab"]),
    ] = None
    sheet: Annotated[
        _Text, Field(description="The sheet of a workbook, if not the first visible one.")
    ] = None
    date_order: Annotated[
        Literal["dmy", "mdy", "ymd"] | _No,
        Field(description="The order of dates in figures, if not day first."),
    ] = None
    max_rows: Annotated[
        Annotated[int, Field(ge=1, le=1_000_000)] | _No,
        Field(
            description="The most rows to read: 1,000,000 of a text file, 100,000 of a workbook."
        ),
    ] = None
    include_hidden: Annotated[
        bool, Field(description="Also read rows and columns that a workbook hides.")
    ] = False
    where: Annotated[_Texts, Field(description="Only such rows.", examples=[["Office=Leeds"]])] = []
    skip_not_in_custody: Annotated[
        bool, Field(description="Leave out rows that say the person is not in custody.")
    ] = False
    envelope: Annotated[_Text, Field(description="In place of the profile's.", examples=["dl"])] = (
        None
    )
    layout: Annotated[
        str, Field(max_length=40, description="`sheets`, or `labels:` and the name of a grid.")
    ] = SHEETS
    duplex: Annotated[bool | _No, Field(description="Every letter starts on a front side.")] = None
    sort: Annotated[
        Literal["list", "prison"] | _No, Field(description="As in the list, or prison by prison.")
    ] = None
    summary: Annotated[bool | _No, Field(description="End with a summary of each prison.")] = None
    start_at: Annotated[
        int, Field(ge=1, le=1000, description="The label on which the first letter begins.")
    ] = 1

    def make_order(
        self, folder: Path, settings: Settings, by: str, attached: Mapping[str, Path]
    ) -> Order:
        """Make the order; what the sent files hold lies in a folder of the order alone.

        Only what is `attached` is enclosed, by the names that the list has for it.

        Raises WrongUsage, and InputMissing if there is no profile.
        """
        usual = read_usual(settings.profile, without=self.no_defaults)
        return Order(
            recipients="",
            row=Source(tidy_name(self.list.filename or ""), self.list.file.read()),
            profile=settings.profile,
            ledger=settings.ledger,
            by=by,
            output=Path(OUTPUT),
            print_later=True,
            check_only=self.check,
            envelope=self.envelope,
            signatory=self.signatory,
            skip_bad=self.skip_bad,
            again=self.again,
            cancel_earlier=self.cancel_earlier,
            remember=self.remember,
            list=self._read_as(usual),
            printing=self._print_as(usual, folder, attached),
        )

    def _read_as(self, usual: UsualOptions) -> ListOptions:
        saved = _load_mapping(self.mapping or usual.mapping)
        return ListOptions(
            encoding=self.encoding,
            delimiter=self.delimiter,
            sheet=self.sheet,
            include_hidden=self.include_hidden,
            mapping=tuple((saved | dict(map(read_choice, self.map))).items()),
            where=tuple(map(read_condition, self.where)),
            date_order=DateOrder(self.date_order) if self.date_order else None,
            skip_not_in_custody=self.skip_not_in_custody,
            max_rows=self.max_rows,
        )

    def _print_as(
        self, usual: UsualOptions, folder: Path, attached: Mapping[str, Path]
    ) -> PrintOptions:
        sheets = usual if self.layout == SHEETS else UsualOptions()  # labels have no letter
        return PrintOptions(
            layout=self.layout,
            duplex=choose(self.duplex, sheets.duplex, otherwise=False),
            by_prison=(self.sort or usual.sort) == "prison",
            summary=choose(self.summary, usual.summary, otherwise=False),
            start=self.start_at,
            wording=_store(self.letter, folder) if self.letter else sheets.letter,
            enclose=tuple(self.enclose),
            mark_enclosures=self.mark_enclosures,
            attached=attached,
        )


@contextmanager
def hiding(folder: Path) -> Iterator[None]:
    """Name sent files in errors as they were sent, not by where they lie meanwhile."""
    try:
        yield
    except PrisonmailError as error:
        error.message = leave_out_folder(error.message, folder)
        raise


def keep_enclosures(files: Iterable[UploadFile], folder: JobFolder) -> None:
    """Store what is to be enclosed in a folder. Raises WrongUsage for two files of one name."""
    named = name_each_once((tidy_name(each.filename or ""), each) for each in files)
    attached = {name: secrets.token_hex(8) for name in named}
    for name, file in named.items():
        with (folder.uploads / attached[name]).open("xb") as stored:
            copyfileobj(file.file, stored)
    note_enclosed(folder, attached)


def _load_mapping(name: str | None) -> dict[Any, str]:
    try:
        return dict(saved_mappings.load(name)) if name else {}
    except InputMissing as error:
        raise WrongUsage(error.message, error.remedy) from None


def _store(file: UploadFile, folder: Path) -> Path:
    path = folder / tidy_name(file.filename or "")
    with path.open("xb") as stored:
        copyfileobj(file.file, stored)
    return path
