"""Headings of stop columns: those that say whether a person may get a letter at all.

Columns about email, telephone or advertising are none of them: they say nothing about post.

>>> find_stop_column("Is Deceased?").name, find_stop_column("Mail opt-out").name
('DEATH', 'NO_LETTERS')
>>> find_stop_column("Marketing opt-out"), find_stop_column("Email opt out")
(None, None)
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from prisonmail.recipients.columns.headings import compact
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.fields.stop_signs import StopColumn, StopHeading
from prisonmail.system.late_pattern import compile_late

_LONGEST = 60
"""Characters beyond which a text is no heading."""
_POST = "mail|mails|mailing|mailings|post|postal|postalmail|postalmails|letters?|correspondence"
_MAILING = "(?:this|the)?(?:mailing|mailmerge|mailshot|mailout|letters?|postrun)"
_WHOSE = r"(?:the)?(?:clients?|contacts?|persons?|prisoners?|defendants?|customers?)?"
_IS = r"(?:is|has|hasbeen|was|now)?"
_FLAG = r"(?:flag|yn|yorn|yesno|yesorno|truefalse|tf|indicator|ind|marker|tick|ddmmyyyy|ddmmyy)?"
_WORDS = {
    StopColumn.DEATH: r"(?:(?:marked|recorded|reported)(?:as)?)?(?:deceased|dead)|died|passedaway"
    r"|death|rip|deceasedstatus"
    r"|(?:deceased|death|died)(?:on|date)|date(?:of)?(?:death|deceased|decease|died)|dod"
    r"|dateofdeathifapplicable",
    StopColumn.RELEASE: r"released|releasedfrom(?:custody|prison)|discharged(?:fromprison)?"
    r"|left(?:custody|prison)|nolongerin(?:custody|prison)",
    StopColumn.MOVE: r"(?:transferred|moved)(?:out|on)?"
    r"|(?:transferred|moved|changed)(?:toanother|to(?:a)?new)?prison"
    r"|prison(?:transferred|moved|changed)"
    r"|(?:next|future|destination|planned)(?:prison|establishment)|(?:moving|transferring)to",
    StopColumn.NO_LETTERS: r"(?:donot|dont|never)(?:contact|correspond|write|writeto|"
    rf"(?:allow|send|use)?(?:any)?(?:{_POST}))(?:by(?:mail|post|letter))?|d[no]c|dnm"
    rf"|(?:no|stop|suppress|block)(?:more|further|all)?(?:{_POST}|contact)"
    rf"|(?:{_POST}|contact)(?:suppressed|suppression|suppress|stopped|stop|blocked|block)"
    r"|suppressed|suppression|stopall"
    rf"|(?:{_POST}|allmail|direct)?opt(?:ed)?out(?:of)?(?:{_POST}|contact|allcontact)?"
    rf"|(?:hold|exclude|excluded|omit)(?:all)?(?:from)?(?:the)?(?:{_POST}|mailinglist|mailshot)"
    rf"|exclude|excluded|goneaway|movedaway|returnedtosender|rts"
    rf"|returned(?:{_POST})|(?:{_POST})returned"
    rf"|(?:excluded?|omit|skip)(?:(?:from)?{_MAILING})?",
    StopColumn.CONFLICT: r"conflict|conflicts|conflicted|conflictofinterest|conflictexists",
    StopColumn.CLOSED: r"(?:file|client|account|record|case|matter)?(?:closed|archived|inactive)"
    r"|closed(?:file|client|account|record)|dormant|deleted|deactivated|formerclient|exclient"
    r"|not(?:active|acting)|nolonger(?:a?client|acting|instructed)|disinstructed|ceasedacting"
    r"|retainer(?:ended|terminated)",
    StopColumn.ACTIVE: r"(?:active|live|current)client|active|live|contactable|mailable"
    rf"|writeto(?:client)?|(?:happyto|willing(?:to)?)?(?:receives?|accepts?)(?:{_POST})|(?:{_POST})(?:ok|okay)"
    rf"|includ(?:e|ed)(?:in|on)(?:the)?(?:{_POST}|mailshot)"
    rf"|(?:okay|ok|permission|consent)to(?:contact|write|{_POST})"
    rf"|(?:allow|permit|may|can)(?:contact|write|receive)?(?:by)?(?:{_POST}|contact|write)"
    rf"|(?:{_POST}|contact)(?:allowed|permitted)|contactby(?:{_POST})|maycontact|cancontact"
    r"|send(?:letters?|post|mail)?|sendto(?:client|prisoner)|write(?:to)?(?:client|prisoner)"
    rf"|(?:letters?|mailing)(?:required|needed|wanted)|included?(?:(?:in)?{_MAILING})?",
    StopColumn.FILE_STATUS: r"filestatus|clientfilestatus|accountstatus|recordstatus|contactstatus"
    r"|statusreason|reasonforstatus|(?:life|living|vital)status|clientstate",
    StopColumn.MATTER_STATUS: r"matterstatus|casestatus|matterstate|casestate|matterstage",
    StopColumn.OUTCOME: r"(?:case|matter|final|trial|appeal)?(?:outcome|result|disposal)",
    StopColumn.POST: r"(?:by)?post|postal(?:mail)?",
    StopColumn.CLOSED_ON: r"(?:file|client|account|record|case|matter)?"
    r"(?:closed|closure|archived)(?:on|date)"
    r"|date(?:of|file|client|case|matter)?(?:closed|closure|archived)",
    StopColumn.NOTES: r"(?:file|case|matter|special|prison|custody|post|postal|mail|mailing)?"
    r"(?:notes?|comments?|remarks?|alerts?|warnings?|instructions?|preferences?|requirements?)"
    r"|important|flags?|additional(?:information|notes)|specialinstructions",
}
_KNOWN = [
    (about, compile_late(f"{_WHOSE}{_IS}(?:{words}){_FLAG}")) for about, words in _WORDS.items()
]


@lru_cache(maxsize=1024)
def find_stop_column(heading: str) -> StopColumn | None:
    """Find what a column says about whether a person may get a letter, by its heading."""
    if len(heading) > _LONGEST:
        return None
    word = compact(heading.replace("/", ""))
    return next((about for about, known in _KNOWN if known.fullmatch(word)), None)


def find_stop_columns(headings: Sequence[str], taken: frozenset[int]) -> Iterator[StopHeading]:
    """Find all stop columns of a list, apart from columns that are taken for something else."""
    for index, heading in enumerate(headings):
        about = find_stop_column(heading) if heading and index not in taken else None
        if about is not None:
            yield StopHeading(index, about, clean(heading))
