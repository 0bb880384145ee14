"""A Word document says what the same wording in Markdown says, or is refused by what it has."""

from collections.abc import Callable, Sequence

import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from prisonmail.letters.letter import Draft
from prisonmail.sheets.drawing import Drawing, TextRun, combine
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter.word.document import (
    DocumentRefused,
    DocumentUnreadable,
    read_document,
)
from prisonmail.sheets.letter.wording_blocks import Block, Phrase, read_blocks
from prisonmail.sheets.letter.written_blocks import read_left_out, read_written
from prisonmail.sheets.letter_sheets import LetterSheets
from prisonmail.sheets.paper import Paper
from prisonmail.system.record import replace
from tests.conftest import SENDER, batch_of, letter_of
from tests.sheets.letter.word.documents import (
    add,
    add_paragraph,
    field,
    run,
    simple_field,
    with_paragraph,
    written,
)

MARKDOWN = """
Dear {salutation}

# Your hearing at Leeds Crown Court, {hearing}

I need **two things** from you, *{name}*, before then: file_name 5*3 \\*

- the names of anyone who was with you;
- your **signature**:
    - on the form
    - on the copy

Then:

1. Read it.
2. Sign it.

| What | Amount |
|------|-------:|
| Travel | £12.50 |

Yours sincerely

Eric Brown
Greenstone House
"""


def write_the_same(document: WordDocument) -> None:
    document.add_paragraph("Dear {salu").add_run("tation}")
    document.add_heading("Your hearing at Leeds Crown Court, {hearing}", 1)
    text = document.add_paragraph("I need ")
    text.add_run("two ").bold = True
    text.add_run("things").bold = True
    text.add_run(" from you, ")
    text.add_run("{na").italic = True
    text.add_run("me}")
    text.add_run(", before then:\tfile_name 5*3 *")
    document.add_paragraph("the names of anyone who was with you;", style="List Bullet")
    document.add_paragraph("your ", style="List Bullet").add_run("signature").bold = True
    document.paragraphs[-1].add_run(":")
    document.add_paragraph("on the form", style="List Bullet 2")
    document.add_paragraph("on the copy", style="List Bullet 2")
    document.add_paragraph("Then:")
    document.add_paragraph("Read it.", style="List Number")
    document.add_paragraph("Sign it.", style="List Number")
    table = document.add_table(2, 2)
    for cell, said in zip(table._cells, ("What", "Amount", "Travel", "£12.50"), strict=True):
        cell.text = said
    for cell in table.row_cells(0):
        cell.paragraphs[0].runs[0].bold = True
    table.cell(1, 1).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("Yours sincerely")
    for said in ("Eric Brown", "Greenstone House"):
        document.add_paragraph(said).paragraph_format.space_after = Pt(0)


def plain(blocks: Sequence[Block]) -> list[object]:
    """Blocks without what tells a heading of a table from one that is bold itself."""
    return [
        (
            block.kind,
            block.lines,
            block.marker,
            block.hangs,
            [["".join(phrase.text for phrase in cell) for cell in row] for row in block.rows],
            block.at_right,
        )
        for block in blocks
    ]


def test_it_makes_the_blocks_that_the_same_wording_in_markdown_makes() -> None:
    read = read_written(read_document(written(write_the_same)))
    assert plain(read) == plain(read_blocks(MARKDOWN))
    closeness = [block.is_close for block in read if block.marker]
    assert closeness == [False, True, True, True, False, True]


def test_it_is_printed_as_the_same_wording_in_markdown(drafted: Callable[..., Draft]) -> None:
    letter = letter_of(
        replace(drafted(), columns={"salutation": "Mr Oddwell", "hearing": "1 December 2026"})
    )
    word, markdown = (
        [
            combine((sheet.shared, *sheet.own))
            for sheet in LetterSheets(
                batch_of(SENDER, 1), Paper(wording=wording), load_roboto(), Letterhead()
            ).draw(letter)
        ]
        for wording in (read_document(written(write_the_same)), MARKDOWN)
    )
    assert len(word) == 2
    for one, other in zip(word, markdown, strict=True):
        assert (_untagged(one), one.boxes) == (_untagged(other), other.boxes)
        kinds = [[run.tag and run.tag.kind for run in each.texts] for each in (one, other)]
        assert kinds[0] == kinds[1]


def _untagged(sheet: Drawing) -> list[TextRun]:
    return [run._replace(tag=None) for run in sheet.texts]


def text_of(content: bytes) -> list[str]:
    return [block.text for block in read_written(read_document(content))]


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (field("MERGEFIELD Client_Name"), "{Client_Name}"),
        (field('MERGEFIELD "Client name" \\* MERGEFORMAT'), "{Client name}"),
        (simple_field('MERGEFIELD "Client name"'), "{Client name}"),
        (simple_field("mergefield Matter  \\* mergeformat"), "{Matter}"),
        (
            run("Dear «Client») and {") + run("Matter", "<w:b/>") + run("}"),
            "Dear {Client}) and {Matter}",
        ),
        (field('HYPERLINK "https://example.org/"', "our page"), "our page"),
        (f'<w:hyperlink w:anchor="x">{run("our page")}</w:hyperlink>', "our page"),
        (f"<w:smartTag><w:smartTagPr/>{run('Leeds')}</w:smartTag>", "Leeds"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Leeds')}</w:sdtContent></w:sdt>", "Leeds"),
        (run("1") + run("st", '<w:vertAlign w:val="superscript"/>'), "1st"),
        (run("a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d"), "a\nb c-d"),
        (run("not bold", '<w:strike w:val="0"/><w:vanish w:val="false"/>'), "not bold"),
        (f'<w:bookmarkStart w:id="1" w:name="x"/><!-- x -->{run("a")}<w:proofErr/>', "a"),
    ],
)
def test_all_text_of_a_paragraph_is_kept(xml: str, said: str) -> None:
    assert text_of(with_paragraph(xml)) == [said]


IF = (
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> IF </w:instrText></w:r>'
    f"{field('MERGEFIELD Sex')}"
    "<w:r><w:instrText> = x</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/><w:t>Sir</w:t><w:fldChar w:fldCharType="end"/></w:r>'
)
PICTURE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (PICTURE, "a picture or text box"),
        ("<w:r><w:pict/></w:r>", "a picture or text box"),
        ("<w:r><mc:AlternateContent/></w:r>", "a picture or text box"),
        ("<w:r><w:object/></w:r>", "an embedded object"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "a footnote"),
        ('<w:r><w:endnoteReference w:id="2"/></w:r>', "an endnote"),
        ('<w:r><w:commentReference w:id="0"/></w:r>', "a comment"),
        (f"<w:ins>{run('new')}</w:ins>", "tracked changes"),
        ("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "tracked changes"),
        (f"<w:moveTo>{run('there')}</w:moveTo>", "tracked changes"),
        ("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "tracked changes"),
        ("<m:oMath/>", "a formula"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "a symbol of another typeface"),
        (run("gone", "<w:strike/>"), "struck-out text"),
        (run("gone", "<w:vanish/>"), "hidden text"),
        (run("[NAME]", '<w:highlight w:val="yellow"/>'), "highlighted text"),
        (run("10") + run("2", '<w:vertAlign w:val="superscript"/>'), "a superscript"),
        (field("DATE \\@ x"), "the field DATE"),
        (field("MERGEFIELD Name \\* Upper"), "the field MERGEFIELD Name"),
        (IF, "the field IF"),
        (simple_field("PAGE"), "the field PAGE"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "a field that goes on in another"),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "a field without a beginning"),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click')}"
            "</w:sdtContent></w:sdt>",
            "a box for the reader to fill in",
        ),
        ("<w:pPr><w:framePr/></w:pPr>", "a text frame"),
        ("<w:new/>", "a part that is not known here (new)"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(xml: str, what: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_document(with_paragraph(run("I write about your case. ") + xml))
    assert what in str(refused.value)
    assert "near “I write about your case." in str(refused.value)


CELL = f"<w:tc><w:p>{run('x')}</w:p></w:tc>"


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (f"<w:tbl><w:tr>{CELL * 3}</w:tr></w:tbl>", "a table of 3 columns"),
        (f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl>", "a table of 1 column"),
        (f"<w:tbl><w:tr>{CELL}<w:tc><w:tbl/></w:tc></w:tr></w:tbl>", "a table in a table"),
        (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tc></w:tr></w:tbl>',
            "a table with joined cells",
        ),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{CELL * 2}</w:tr></w:tbl>", "tracked changes"),
        (f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{CELL * 2}</w:tr></w:tbl>", "hidden text"),
        ("<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr></w:tc></w:tr></w:tbl>", "tracked"),
        (f"<w:ins><w:p>{run('x')}</w:p></w:ins>", "tracked changes"),
        ("<w:altChunk/>", "an embedded document"),
    ],
)
def test_blocks_that_cannot_be_kept_are_refused_by_name(xml: str, what: str) -> None:
    with pytest.raises(DocumentRefused, match=what):
        read_document(written(lambda document: add(document, xml)))


def test_what_is_only_its_look_is_told() -> None:
    def write(document: WordDocument) -> None:
        document.add_paragraph("One").runs[0].underline = True
        document.paragraphs[0].runs[0].font.all_caps = True
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.sections[0].header.paragraphs[0].text = "Greenstone Chambers"

    wording = read_document(written(write))
    assert read_left_out(wording) == (
        "capitals of a typeface",
        "underlining",
        "page and section breaks",
        "its header and footer",
    )
    assert [block.text for block in read_written(wording)] == ["One"]


def test_styles_make_text_bold_and_what_is_bold_twice_is_not() -> None:
    def write(document: WordDocument) -> None:
        document.styles["Quote"].font.bold = True
        text = document.add_paragraph("bold", style="Quote")
        text.add_run(" plain").style = "Strong"
        text.add_run(" off").bold = False

    ((block),) = read_written(read_document(written(write)))
    assert block.lines == ((Phrase("bold", True, True), Phrase(" plain off", False, True)),)


NUMBERS = """
<w:abstractNum w:abstractNumId="70">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/>
    <w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/>
    <w:pPr><w:ind w:left="1440"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="4"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%4)"/>
    <w:pPr><w:ind w:left="2160"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="5"><w:lvlRestart w:val="0"/><w:numFmt w:val="upperRoman"/>
    <w:lvlText w:val="%6"/><w:pPr><w:ind w:left="3000"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="cardinalText"/><w:lvlText w:val="%5"/></w:lvl>
</w:abstractNum>
"""


def numbered(document: WordDocument, *levels: tuple[int, int]) -> None:
    """Items of lists 71, 72 and 73 of one rule, the last of which begins anew at 5."""
    root = document.part.numbering_part.element
    rule = parse_xml(
        NUMBERS.strip().replace("<w:abstractNum ", f"<w:abstractNum {nsdecls('w')} ", 1)
    )
    root.insert(0, rule)
    for number in (71, 72, 73):
        anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="70"/>'
                f"{anew * (number == 73)}</w:num>"
            )
        )
    for number, level in levels:
        add_paragraph(
            document,
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            f"</w:pPr>{run('x')}",
        )


def test_numbers_and_letters_of_lists_are_those_that_word_shows() -> None:
    levels = (
        *((71, 0), (71, 1), (71, 2), (71, 2), (71, 3), (71, 5)),
        *((72, 0), (72, 1), (72, 5), (73, 0), (73, 0)),
    )
    read = read_written(read_document(written(lambda document: numbered(document, *levels))))
    markers = [block.marker for block in read]
    assert markers == ["1.", "1.1", "(a)", "(b)", "iv)", "I", "2.", "2.1", "II", "5.", "6."]
    assert read[4].hangs == ("1.", "1.1", "(a)", "iv)")
    with pytest.raises(DocumentRefused, match="numbered in the way cardinalText"):
        read_document(written(lambda document: numbered(document, (71, 4))))


@pytest.mark.parametrize("part", [b"word/document.xml", b"word/styles.xml", b"[Content_Types].xml"])
def test_a_damaged_document_is_told_to_be_that(part: bytes) -> None:
    content = with_paragraph(run("x"))
    at = content.index(part) + len(part) + 20
    with pytest.raises(DocumentUnreadable):
        read_document(content[:at] + b"\xff" * 40 + content[at + 40 :])


def test_a_document_without_text_has_no_wording() -> None:
    assert read_document(written(lambda document: document.add_paragraph(" "))) == ""
