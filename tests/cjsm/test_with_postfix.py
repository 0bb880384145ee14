"""Mail through a real Postfix: it arrives by STARTTLS and TLS, and refusals are told."""

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from prisonmail.cjsm.messages import Attachment, write_message
from prisonmail.cjsm.posting import open_relay
from prisonmail.cjsm.relay import Relay, Security
from prisonmail.errors import RelayRefused
from tests.conftest import Run
from tests.postfix import Postfix, postfix_server

pytestmark = pytest.mark.soak
ERIC = "eric.brown@greenstonechambers.co.uk.cjsm.net"
CLERKS = ("clerks@leeds.example.cjsm.net", "clerks@hull.example.cjsm.net")
SENDER = "post@greenstone.example"
AT = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    with tempfile.TemporaryDirectory(prefix="prisonmail-postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postfix_server(folder, (ERIC, *CLERKS), size_limit=100_000) as server:
            yield server


def relay_of(server: Postfix, security: Security = Security.STARTTLS) -> Relay:
    port = server.tls_port if security is Security.TLS else server.port
    return Relay("localhost", SENDER, port, security, ca_file=str(server.ca_file))


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_message_with_a_file_arrives_whole(postfix: Postfix, security: Security) -> None:
    content = bytes(range(256)) * 40
    file = Attachment("docket.json", "application/json", content)
    to = CLERKS[security is Security.TLS]
    with open_relay(relay_of(postfix, security), postfix.folder) as opened:
        opened.send(write_message(SENDER, to, "A docket", ".\n..\nGrüße\n", AT, (file,)))
    (raw,) = postfix.read_mailbox(to)
    parts = [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]
    assert parts[0].get_payload(decode=True) == ".\n..\nGrüße\n".encode()
    assert parts[1].get_payload(decode=True) == content
    assert "with ESMTPS" in raw.decode()


def test_what_postfix_refuses_is_told(postfix: Postfix) -> None:
    large = Attachment("a.bin", "application/octet-stream", bytes(200_000))
    with open_relay(relay_of(postfix), postfix.folder) as opened:
        with pytest.raises(RelayRefused, match="Relay access denied"):
            opened.send(write_message(SENDER, "a@elsewhere.example", "A", "B", AT))
        with pytest.raises(RelayRefused, match="too much for the mail relay"):
            opened.send(write_message(SENDER, ERIC, "A", "B", AT, (large,)))


def test_a_mailbox_is_proved_through_it(
    postfix: Postfix, prisonmail: Callable[..., Run], profile: Path
) -> None:
    with profile.open("a") as file:
        file.write(
            f'\n[relay]\nhost = "localhost"\nport = {postfix.port}\nfrom = "{SENDER}"\n'
            f'ca_file = "{postfix.ca_file}"\n'
        )
    assert prisonmail("profile", "confirm").exit_code == 0
    (raw,) = postfix.read_mailbox(ERIC)
    found = re.search(r"profile confirm (\w{4}-\w{4})", raw.decode())
    assert found
    assert prisonmail("profile", "confirm", found[1]).exit_code == 0
