"""What addresses are to the secure mail: a table, and laws for any address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.cjsm.standings import Standing, explain_address, find_address_fault
from prisonmail.cjsm.suffixes import find_suffix

labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
domains = st.lists(labels, min_size=2, max_size=4).map(".".join)
mailboxes = st.from_regex(r"[A-Za-z0-9_+'-]{1,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("address", "standing", "becomes"),
    [
        ("a@greenstone.co.uk", Standing.ORDINARY, "a@greenstone.co.uk.cjsm.net"),
        ("A@Greenstone.CO.UK", Standing.ORDINARY, "A@greenstone.co.uk.cjsm.net"),
        ("a@greenstone.cjsm.net", Standing.SECURE, None),
        ("a@cjsm.net", Standing.SECURE, None),
        ("A@CJSM.NET", Standing.SECURE, None),
        ("a@xn--mnchen-3ya.de.cjsm.net", Standing.SECURE, None),
        ("a@trust.nhs.net", Standing.ADD, "a@trust.nhs.net.cjsm.net"),
        ("a@trust.nhs.net.cjsm.net", Standing.SECURE, None),
        ("a@trust.nhs.uk.cjsm.net", Standing.NEVER, None),
        ("a@gmail.com.cjsm.net", Standing.NEVER, None),
        ("a@leeds.hmps.gsi.gov.uk", Standing.RETIRED, None),
        ("a@x.gsi.gov.uk.cjsm.net", Standing.RETIRED, None),
        ("a@force.pnn.police.uk.cjsm.net", Standing.RETIRED, None),
        ("a@justice.gov.uk", Standing.ORDINARY, "a@justice.gov.uk.cjsm.net"),
        ("a@greenstone.co.uk.cjsm.net.cjsm.net", Standing.DOUBLED, "a@greenstone.co.uk.cjsm.net"),
        ("a@cjsm.net.cjsm.net.cjsm.net", Standing.DOUBLED, "a@cjsm.net"),
        ("a@gmail.com.cjsm.net.cjsm.net", Standing.DOUBLED, None),
        ("a@cjsm.net.example.com.cjsm.net", Standing.DOUBLED, None),
        ("a@cjsm.net.example.com", Standing.LOOKALIKE, None),
        ("a@evilcjsm.net", Standing.LOOKALIKE, None),
        ("a@csjm.net", Standing.LOOKALIKE, None),
        ("a@greenstone.co.uk.cjsm.com", Standing.LOOKALIKE, None),
        ("a@greenstone.co.uk.cjsrn.net", Standing.LOOKALIKE, None),
        ("a@greenstone.co.uk.cjm.net", Standing.LOOKALIKE, None),
        ("a@xn--jsm-3ed.net", Standing.LOOKALIKE, None),  # with a Cyrillic с
        ("a@сjsm.net", Standing.LOOKALIKE, None),
        ("a@ｃｊｓｍ.net", Standing.LOOKALIKE, None),
        ("a@greenstone.cjѕm.net", Standing.LOOKALIKE, None),
        ("a@münchen.de", Standing.MALFORMED, None),
        ("a@localhost", Standing.ORDINARY, None),
        ("a@cjsm.net.", Standing.MALFORMED, None),
        ("a@@cjsm.net", Standing.MALFORMED, None),
        ("a@cjsm.net\u202e", Standing.LOOKALIKE, None),
        ("", Standing.MALFORMED, None),
        (f"a@{'b.' * 60}{'c' * 63}.{'d' * 63}.uk", Standing.ORDINARY, None),  # too long with it
    ],
)
def test_an_address_stands_as_its_form_says(
    address: str, standing: Standing, becomes: str | None
) -> None:
    found = explain_address(address)
    assert (found.standing, found.becomes) == (standing, becomes)
    assert (find_address_fault(address) is None) is (standing is Standing.SECURE)


@given(mailboxes, domains)
def test_what_an_address_may_become_is_secure_and_only_adds_the_suffix(
    mailbox: str, domain: str
) -> None:
    found = explain_address(f"{mailbox}@{domain}")
    if found.becomes and found.standing is not Standing.DOUBLED:
        assert found.becomes == f"{mailbox}@{domain}.cjsm.net"
        assert explain_address(found.becomes).is_secure


@given(mailboxes, domains)
def test_case_changes_nothing(mailbox: str, domain: str) -> None:
    found = explain_address(f"{mailbox}@{domain}")
    again = explain_address(f"{mailbox}@{domain.upper()}")
    assert (found.standing, found.reason, found.becomes) == (
        again.standing,
        again.reason,
        again.becomes,
    )


@given(mailboxes, domains, st.sampled_from(" \t\n\u00a0"), st.data())
def test_no_address_with_a_space_in_it_is_secure(
    mailbox: str, domain: str, space: str, data: st.DataObject
) -> None:
    address = f"{mailbox}@{domain}.cjsm.net"
    place = data.draw(st.integers(0, len(address)))
    assert not explain_address(address[:place] + space + address[place:]).is_secure


@given(mailboxes, domains)
def test_a_part_before_a_domain_never_makes_a_refused_one_secure(mailbox: str, domain: str) -> None:
    for refused in ("gmail.com", "nhs.uk", "gsi.gov.uk", "cjsm.net"):
        assert not explain_address(f"{mailbox}@{domain}.{refused}.cjsm.net").is_secure


@given(st.text(max_size=60))
def test_any_text_is_explained_and_secure_only_within_the_service(text: str) -> None:
    found = explain_address(text)
    if found.is_secure:
        assert text.lower().endswith(("@cjsm.net", ".cjsm.net"))
    assert found.reason


@given(domains)
def test_only_the_suffix_decides_of_a_domain_that_is_in_no_table(domain: str) -> None:
    if find_suffix(domain) is None and "cjsm" not in domain:
        assert explain_address(f"a@{domain}.cjsm.net").standing is Standing.SECURE


def test_an_ordinary_address_is_told_with_what_it_may_become() -> None:
    assert find_address_fault("a@greenstone.co.uk") == (
        "its domain is greenstone.co.uk, and a CJSM address ends in .cjsm.net: if this mailbox has "
        "one, it may end in greenstone.co.uk.cjsm.net"
    )


def test_letters_of_another_alphabet_are_noted() -> None:
    note = explain_address("a@xn--mnchen-3ya.de.cjsm.net").note
    assert note
    assert "another alphabet" in note
