"""Columns that can stop a letter are known by their headings; others stop nothing."""

import pytest

from prisonmail.recipients.columns.stop_headings import find_stop_column
from prisonmail.recipients.fields.stop_signs import StopColumn

KNOWN = {
    StopColumn.DEATH: (
        "Deceased|Is deceased|IsDeceased|Deceased?|Deceased Date|Date deceased|DOD|Died on|Died|"
        "Date of death|Date of Death (dd/mm/yyyy)|Client deceased|Deceased flag|Deceased Y/N|"
        "Deceased (Y/N)|Marked as deceased|deceased_date|Client Deceased Date|"
        "Death date|Has died|Contact Deceased|RIP"
    ),
    StopColumn.RELEASE: "Released|Is released|Released?|Released Y/N|Released from prison",
    StopColumn.NO_LETTERS: (
        "Do not mail|Do not contact|Do Not Mail Flag|DNC|Opted out|Opt out|Mail opt out|"
        "Opt-out of post|Suppress mail|Suppress post|Mail suppressed|No post|No mail|No letters|"
        "Gone away|Gone-away|Do not write|Do not send post|"
        "do_not_mail|donotpostalmail|Do not allow Mails|Don't contact|Do not contact (Y/N)|"
        "Has opted out|Do not contact by post|Stop mail|No contact|Postal opt-out|Hold post|"
        "Exclude|Exclude from mailing|Exclude?|Excluded from mail merge|Skip|Mail returned|"
        "Returned to sender|RTS"
    ),
    StopColumn.CONFLICT: "Conflict|Conflict of interest|Conflicts?",
    StopColumn.MOVE: "Transferred|Transferred?|Moved (Y/N)|Has moved prison|Transferred out",
    StopColumn.CLOSED: (
        "Closed|Archived|Is archived|File closed|Client archived|Inactive|Deleted|Closed file|"
        "Not active|Disinstructed|No longer acting|Retainer ended"
    ),
    StopColumn.ACTIVE: (
        "Active|Is active|Active?|Client active|Active client|OK to write|Live|Live client|Post OK|"
        "Letters OK?|Mailable|Write to client|Happy to receive post|Include in mailing|"
        "Contact by letter|Send?|Send Y/N|Send letter|Letter required|Letter required?|Include|"
        "Include in mail merge|Included?"
    ),
    StopColumn.FILE_STATUS: "File status|Client file status|Status Reason|Life status",
    StopColumn.MATTER_STATUS: "Matter status|Case status",
    StopColumn.OUTCOME: "Outcome|Case outcome|Result|Disposal",
    StopColumn.POST: "Post|Post?|Post (Y/N)|By post",
    StopColumn.CLOSED_ON: "Closed date|Closed on|Date closed|File closed date|Date of closure",
    StopColumn.NOTES: "Notes|Note|Comments|Alert|Alerts|Warning|Remarks|Special instructions|"
    "Prison notes|Post instructions|Mail preference|Important",
}


@pytest.mark.parametrize(
    ("heading", "about"),
    [(heading, about) for about, headings in KNOWN.items() for heading in headings.split("|")],
)
def test_a_stop_column_is_known_however_it_is_named(heading: str, about: StopColumn) -> None:
    assert find_stop_column(heading) is about


@pytest.mark.parametrize(
    "heading",
    "Email opt out|Email opt-out|HasOptedOutOfEmail|Marketing opt-out|Marketing opt out|Opted in|"
    "Do not telephone|Do not email|Do not call|DoNotCall|SMS opt out|Do not allow Bulk Mails|"
    "Do not fax|Newsletter opt out|Phone|Post code|Postcode|Mail|Email|Post held|Contact|"
    "Conflict check|Closing date|Prison|Name|Matter|Release date|Date of release|"
    "Earliest release|Deceased's solicitor|Deceased estate|Next of kin deceased|Activity|"
    "Last active|Active matters|"
    "Live matters|Transferred file|Date moved in|Hold file|Returned|"
    "Include in mailing list|Send date|Send by|Send to|Letter sent|Letter type|"
    "Notes of hearing|Note date|Marital status|Legal aid status|Status|".split("|"),
)
def test_a_column_about_something_else_stops_nothing(heading: str) -> None:
    assert find_stop_column(heading) is None


def test_a_long_text_is_no_heading() -> None:
    assert find_stop_column("notes" * 1000) is None
