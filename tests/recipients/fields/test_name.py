import pytest

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.name import is_same_person, join_name, read_full_name
from prisonmail.recipients.fields.name_parts import arrange_name, doubt_parts
from prisonmail.recipients.recipient import Field


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Tarquin Oddwell", "Tarquin Oddwell"),
        ("TARQUIN ODDWELL", "TARQUIN ODDWELL"),
        ("Oddwell, Tarquin", "Tarquin Oddwell"),
        ("Oddwell, Tarquin John (Mr)", "Tarquin John Oddwell"),
        ("Oddwell, Mr Tarquin", "Tarquin Oddwell"),
        ("Quillfeather; Bethan", "Bethan Quillfeather"),
        ("Oddwell Tarquin Mr", "Tarquin Oddwell"),
        ("Oddwell Tarquin John Mr.", "Tarquin John Oddwell"),
        ("van der Merle Saskia Ms", "Saskia van der Merle"),
        ("van der Merle, Saskia", "Saskia van der Merle"),
        ("Bramblecote Ng, Ottoline Ann", "Ottoline Ann Bramblecote Ng"),
        ("Mr T J Oddwell", "T J Oddwell"),
        ("Mr. T. J. Oddwell", "T. J. Oddwell"),
        ("Ms Sadhbh Ní Chraobh", "Sadhbh Ní Chraobh"),
        ("Oddwell, Jr, ", "Oddwell Jr"),
        ("Declan O’Fennimore", "Declan O’Fennimore"),
        ("Łukasz Wiśniewski", "Łukasz Wiśniewski"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        ("Алексей Иванов", "Алексей Иванов"),
        ("Ελένη Παππά", "Ελένη Παππά"),
        ("Ottoline Bramblecote-Ng", "Ottoline Bramblecote-Ng"),
        ("Tarquin Oddwell KC", "Tarquin Oddwell"),
        ("Alexandra Anderson", "Alexandra Anderson"),
        ("Mistral Drew", "Mistral Drew"),
        ("Mr.Tarquin Oddwell", "Tarquin Oddwell"),
        ("Oddwell, Mr.Tarquin", "Tarquin Oddwell"),
        ("Dr.T.J.Oddwell", "T.J.Oddwell"),
        ("St.John Oddwell", "St.John Oddwell"),
        ("Oddwell, Tarquin, Jr", "Tarquin Oddwell Jr"),
        ("Oddwell, Tarquin, Mr", "Tarquin Oddwell"),
        ("Oddwell, Tarquin, III, KC", "Tarquin Oddwell III"),
        ("Tarquin Oddwell, Jr.", "Tarquin Oddwell Jr."),
    ],
)
def test_a_name_is_read_in_every_shape(written: str, name: str) -> None:
    assert read_full_name(written.strip(", ")) == name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Ottoline & Percival Bramblecote-Ng", "PM203"),
        ("Ottoline and Percival Ng", "PM203"),
        ("Ng/Oddwell", "PM203"),
        ("Ottoline Ng; Percival Oddwell", "PM203"),
        ("Ottoline Ng, Percival Ng", "PM203"),
        ("Ottoline Ng or Percival Ng", "PM203"),
        ("Tarquin Oddwell 2", "PM202"),
        ("Tarquin Oddwell 1/2/1980", "PM202"),
        ("Oddwell, Tarquin, Percival", "PM202"),
        ("Tarquin O&#39;Dwell", "PM208"),
        ("O&#x27;Dwell, Tarquin", "PM208"),
        ("Zo&euml; Quill", "PM208"),
        ("Ottoline &amp; Percival Ng", "PM208"),
        ("Ng &Oddwell;", "PM203"),
        ("Tarquin (Taz) Oddwell", "PM202"),
        ("=Tarquin", "PM202"),
        ("'", "PM202"),
        ("T" * 61, "PM202"),
        ("ZoÃ« Quill", "PM208"),
        ("Oâ€™Fennimore", "PM208"),
        ("Wis\ufffdawa Grzmot", "PM208"),
        ("Wis?awa Grzmot", "PM208"),
        ("Т" + "arquin Oddwell", "PM209"),
    ],
)
def test_what_is_not_one_name_is_refused(written: str, code: str) -> None:
    found = read_full_name(written)
    assert isinstance(found, Fault)
    assert found.code == code


@pytest.mark.parametrize(
    "true", ["Zoë", "Łukasz", "Ángel", "O’Fennimore", "Grzegorz Święty", "Åsa"]
)
def test_a_name_encoded_twice_is_repaired_in_the_suggestion(true: str) -> None:
    twice = "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in true.encode()
    )
    found = read_full_name(twice)
    assert isinstance(found, Fault)
    assert found.suggestion == true


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ruairi Mossgrave", "RUAIRI MOSSGRAVE", True),
        ("Casimir Thistlewick", "C Thistlewick", True),
        ("Zoë Quill", "Zoe Quill", True),
        ("Tarquin Oddwell", "Tarquin John Oddwell", True),
        ("Tarquin Oddwell", "Bethan Oddwell", False),
        ("Tarquin Oddwell", "Tarquin Hart", False),
    ],
)
def test_two_spellings_of_one_person_are_told_from_two_people(
    one: str, other: str, same: bool
) -> None:
    assert is_same_person(one, other) is same
    assert is_same_person(other, one) is same


def test_what_a_web_page_writes_for_a_letter_is_decoded_in_the_suggestion() -> None:
    found = join_name("Declan", "O&#39;Fennimore")
    assert isinstance(found, Fault)
    assert found.message == "`Declan O&#39;Fennimore` has `&#39;` in it, as web pages write `'`"
    assert found.suggestion == "Declan O'Fennimore"


@pytest.mark.parametrize(
    ("whole", "forename", "surname", "is_two"),
    [
        ("Ann Hart", "Ben", "Dale", True), ("Mr A Hart", "Ben", "Dale", True),
        ("Hart, Ann", "Ann", "Hart", False), ("A Hart", "Ann", "Hart", False),
        ("Seán Ó Briain", "Sean", "O Briain", False), ("Annie", "Ann", "Hart", False),
    ],
)  # fmt: skip
def test_a_whole_name_and_its_parts_are_one_persons_or_warned_of(
    whole: str, forename: str, surname: str, is_two: bool
) -> None:
    texts = {Field.NAME: whole, Field.FORENAME: forename, Field.SURNAME: surname}
    arranged = arrange_name(texts)
    assert not isinstance(arranged, Fault)
    assert (doubt_parts(texts, arranged) is not None) == is_two
