from collections.abc import Callable
from io import BytesIO

from PIL import Image

from prisonmail.letters.letter import Draft
from prisonmail.printing.picture import HEIGHT, WIDTH, draw_panel_picture, write_png, write_svg
from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.envelopes import DL
from tests.conftest import letter_of
from tests.pages import barcodes, cropped, ink_amount
from tests.sheet_fixtures import WINDOW


def test_a_picture_is_as_large_as_what_always_shows_in_a_dl_window() -> None:
    assert (DL.always_visible.width, DL.always_visible.height) == (WIDTH, HEIGHT)


def test_every_edge_of_a_bar_is_on_a_pixel(drafted: Callable[..., Draft]) -> None:
    letter = letter_of(drafted())
    drawing = draw_panel_picture(letter, WINDOW)
    assert drawing
    file = BytesIO()
    write_png(drawing, file)
    with Image.open(file) as picture:
        assert barcodes(picture) == [letter.code]
        bar = drawing.boxes[0]
        row = round((bar.y + bar.height / 2) * 600 / 25.4)
        across = [picture.getpixel((x, row)) for x in range(picture.width)]
    start = round(bar.x * 600 / 25.4)
    assert set(across[start:]) == {0, 255}


def test_an_outline_has_text_as_paths(drafted: Callable[..., Draft]) -> None:
    drawing = draw_panel_picture(letter_of(drafted("Ann <Hart> & Co")), WINDOW)
    assert drawing
    file = BytesIO()
    write_svg(drawing, file)
    svg = file.getvalue().decode()
    assert svg.count("<path") == len(drawing.texts)
    assert "Hart" not in svg


def test_marks_of_a_name_are_set_in_both_kinds_of_picture(drafted: Callable[..., Draft]) -> None:
    drawing = draw_panel_picture(letter_of(drafted("Ọ̀ṣun")), WINDOW)
    plain = draw_panel_picture(letter_of(drafted("Ọṣun")), WINDOW)
    assert drawing
    assert plain
    (name,) = [text for text in drawing.texts if text.text == "Ọ̀ṣun"]
    above = Rectangle(name.x, name.y - 3.2, name.x + 3, name.y - 2.4)
    inked = []
    for each in (drawing, plain):
        file, outlines = BytesIO(), BytesIO()
        write_png(each, file)
        with Image.open(file) as picture:
            inked.append(ink_amount(cropped(picture, above, 600)))
        write_svg(each, outlines)
        assert outlines.getvalue().count(b"<path") == len(each.texts)
    assert inked[0] > 0 == inked[1]


def test_an_address_that_has_no_room_has_no_picture(drafted: Callable[..., Draft]) -> None:
    assert draw_panel_picture(letter_of(drafted("W" * 60)), WINDOW) is None
