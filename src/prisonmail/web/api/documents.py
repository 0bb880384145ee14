"""What the API takes and answers, field by field: the OpenAPI document is written from it.

The answers are those of `--json` on the command line. Fields are only ever added.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
CodeText = Annotated[str, Field(description="Fourteen digits.", examples=["12345678901244"])]
BatchId = Annotated[str, Field(examples=["20261121-7F3K"])]
LONGEST = 200
NOT_BLANK = r"\S"


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CheckRequest(_Asked):
    """A code to be checked, and where and by whom."""

    code: Annotated[
        str,
        Field(
            max_length=LONGEST,
            description="As it was scanned or typed, in any grouping.",
            examples=["12345-67890-1244"],
        ),
    ]
    location: Annotated[
        str | None,
        Field(
            max_length=LONGEST,
            description="Where the letter is, such as the prison's name or code. Without it, what "
            "the token says.",
            examples=["HMP Leeds"],
        ),
    ] = None
    by: Annotated[
        str | None,
        Field(
            max_length=LONGEST,
            description="Who checks it. Without it, the token's name.",
            examples=["A. Patel"],
        ),
    ] = None
    more_checks: Annotated[
        bool, Field(description="Record that staff ask for more checks of this letter.")
    ] = False


class CancelRequest(_Asked):
    """Why a letter is not to be delivered."""

    reason: Annotated[
        str,
        Field(
            pattern=NOT_BLANK,
            max_length=LONGEST,
            description="Mailrooms are told it, so name nobody unless you need to.",
            examples=["wrong enclosure"],
        ),
    ]


class RecipientDocument(BaseModel):
    """For whom a letter is. All are null once they were erased."""

    name: str | None
    prison_number: str | None
    date_of_birth: Day | None
    prison: str


class FirstCheckDocument(BaseModel):
    """The check that used a code up."""

    at: Moment
    location: str | None
    by: str | None
    verdict: str


class CancellationDocument(BaseModel):
    """When and why a letter was cancelled."""

    at: Moment
    reason: str | None


class ReceivedDocketDocument(BaseModel):
    """The docket that a letter was announced in."""

    serial: int
    key: str
    received_at: Moment


class SenderProofDocument(BaseModel):
    """How the sender of a docket proved their mailbox."""

    standing: str
    at: Moment


class CheckDocument(BaseModel):
    """The answer for a code, as `verify --json` has it."""

    version: int
    code: str
    verdict: Annotated[str, Field(examples=["ready"])]
    deliver: Annotated[bool, Field(description="Whether it may be delivered unopened.")]
    message: Annotated[str, Field(examples=["Deliver it unopened."])]
    organisation: str | None
    cjsm_address: str | None
    telephone: str | None
    marking: str | None
    recipient: RecipientDocument | None
    reference: str | None
    issued_at: Moment | None
    expires_at: Moment | None
    first_check: FirstCheckDocument | None
    batch: BatchId | None
    cancelled: CancellationDocument | None
    barcode: str | None
    source: Annotated[str | None, Field(description="`ledger` or `docket`.")]
    docket: ReceivedDocketDocument | None
    sender_proof: SenderProofDocument | None


class HeadingDocument(BaseModel):
    """A column of a list."""

    heading: str
    column: int


class _AnyLetter(BaseModel):
    line: int
    name: str | None
    prison_number: str | None
    date_of_birth: Day | None
    prison: str
    reference: str | None
    marking: str


class RunLetterDocument(_AnyLetter):
    """A letter of a run; without a code if it was not issued."""

    code: CodeText | None
    output: str | None
    page: int | None
    enclosures: int
    from_address_book: bool


class ProblemOfListDocument(BaseModel):
    """What is wrong with a cell, a row or the list."""

    code: Annotated[str, Field(examples=["PM204"])]
    severity: str
    line: int | None
    row: int | None
    column: int | None
    char: int | None
    heading: str | None
    ref: str | None
    value: str | None
    message: str
    help: str
    suggestion: str | None


class RowsDocument(BaseModel):
    """How many rows were read."""

    read: int
    ok: int
    bad: int
    skipped: int


class RunDocument(BaseModel):
    """What came of a list, as `generate --json` has it."""

    version: int
    batch: BatchId | None
    output: str | None
    outputs: list[str]
    pages: int | None
    without_sender: int | None
    envelope: str
    file: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_line: int | None
    mapping: dict[str, HeadingDocument]
    rows: RowsDocument
    skipped: dict[str, int]
    rows_in_doubt: int
    columns_ignored: list[HeadingDocument]
    columns_hidden: list[Any]
    sheets_not_read: list[Any]
    lines_skipped: list[dict[str, Any]]
    rejects: str | None
    inner_labels: str | None
    post_book: str | None
    repeated: Annotated[
        BatchId | None, Field(description="The batch, if the order was carried out before.")
    ]
    error: Annotated[
        dict[str, Any] | None, Field(description="Of a check: why it would not be issued.")
    ] = None
    cancelled_earlier: list[str]
    address_book: dict[str, int] | None
    letters: list[RunLetterDocument]
    problems: list[ProblemOfListDocument]
    warnings: list[dict[str, Any]]
    proof: dict[str, Any] | None
    sender_status: str | None
    exit: int


class _AnyBatch(BaseModel):
    batch: BatchId
    issued_at: Moment
    expires_at: Moment
    envelope: str
    checked: int
    arrived: int
    cancelled: int
    printed_at: Annotated[Moment | None, Field(description="Null if it has no paper yet.")]
    organisation: str
    sender: str
    signatories: dict[str, str]
    cjsm_address: str
    random_check: int


class BatchDocument(_AnyBatch):
    """A batch and what became of it."""

    letters: int


class BatchesDocument(BaseModel):
    """The newest batches, as `batches --json` has them."""

    version: int
    handling: str | None = None
    count: int
    batches: list[BatchDocument]


class LetterDocument(_AnyLetter):
    """A letter and where its code stands."""

    code: CodeText
    barcode: str | None
    page: int
    state: Annotated[str, Field(examples=["not checked"])]
    first_check: Moment | None
    cancelled: Moment | None
    signatory: str | None


class BatchLettersDocument(_AnyBatch):
    """A batch with its letters, as `batches show --json` has it."""

    version: int
    handling: str | None = None
    size: int
    letters: list[LetterDocument]


class CancelledDocument(BaseModel):
    """What was cancelled, as `cancel --json` has it."""

    version: int
    batch: BatchId
    cancelled: Annotated[int, Field(description="0 if it was cancelled before.")]
    checked_before: Annotated[int, Field(description="1 if it is too late.")]


class PrisonDocument(BaseModel):
    """A prison of the register."""

    code: Annotated[str, Field(examples=["LEI"])]
    name: str
    address: list[str]
    postcode: str
    welsh_name: str | None
    law: Annotated[str, Field(description="The rules that hold there.", examples=["prison"])]
    open: bool
    as_of: Day
    age_days: int
    imported: bool


class PrisonMatchDocument(BaseModel):
    """What words mean in a list."""

    kind: str
    prisons: list[str]
    message: str | None
    suggestions: list[str]


class PrisonsDocument(BaseModel):
    """Prisons, as `prisons --json` has them."""

    version: int
    prisons: list[PrisonDocument]
    match: PrisonMatchDocument | None


class FieldFault(BaseModel):
    """What is wrong with a field of a request."""

    field: Annotated[str, Field(examples=["body.code"])]
    message: str


class ProblemDocument(BaseModel):
    """What is wrong, by RFC 9457."""

    type: Annotated[str, Field(examples=["urn:prisonmail:usage"])]
    title: str
    status: int
    detail: str
    help: Annotated[str, Field(description="What to do about it.")]
    batch: BatchId | None = None
    errors: list[FieldFault] | None = None


class ListProblemDocument(ProblemDocument):
    """What is wrong with a list: nothing was issued."""

    run: RunDocument
