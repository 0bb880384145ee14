import pytest

from prisonmail.cjsm.standings import find_address_fault


@pytest.mark.parametrize(
    "address",
    [
        "eric.brown@greenstonechambers.co.uk.cjsm.net",
        "Eric.Brown@Greenstone.CO.UK.CJSM.NET",
        "office@cjsm.net",
        "o'neil+post@a-b.example.cjsm.net",
    ],
)
def test_cjsm_addresses_are_accepted(address: str) -> None:
    assert find_address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "it is empty"),
        ("x@evilcjsm.net", "domain is evilcjsm.net"),
        ("x@cjsm.net.evil.com", "domain is cjsm.net.evil.com"),
        ("x@example.com", "ends in .cjsm.net"),
        ("x@@cjsm.net", "2 @ signs"),
        ("x@a@cjsm.net", "2 @ signs"),
        ("x.cjsm.net", "no @ signs"),
        ("x y@cjsm.net", "a space"),
        ("x\n@cjsm.net", "a space"),
        ("@cjsm.net", "nothing before the @"),
        ("x@", "nothing after the @"),
        ("x@.cjsm.net", "not a domain name"),
        ("x@-a.cjsm.net", "not a domain name"),
        ("x@192.0.2.1", "not a domain name"),
        ("x@firm.cjsm.123", "not a domain name"),
        ("x..y@cjsm.net", "cannot stand before the @"),
        (".x@cjsm.net", "cannot stand before the @"),
        ("x@сjsm.net", "not a domain name"),
        (f"{'x' * 60}@{'a.' * 95}cjsm.net", "254 at most"),
    ],
)
def test_other_addresses_are_refused_with_what_is_wrong(address: str, said: str) -> None:
    assert said in (find_address_fault(address) or "")
