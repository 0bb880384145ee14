"""A real Postfix of our own: mail relay and mailboxes, in a private folder and on loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

_PROGRAM = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_LONGEST = 30
"""Seconds until it has started, or a message has been delivered."""
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = localhost
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_chain_files = {folder}/certificate.pem
smtpd_tls_security_level = encrypt
smtpd_tls_mandatory_protocols = >=TLSv1.2
message_size_limit = {size_limit}
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{owner}
virtual_minimum_uid = 1
"""
_SERVICES = """\
{port} inet n - n - - smtpd
{tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """One that runs."""

    folder: Path
    port: int
    """With STARTTLS."""
    tls_port: int

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def log(self) -> str:
        return (self.folder / "postfix.log").read_text("utf-8")

    def read_mailbox(self, address: str, least: int = 1) -> list[bytes]:
        """Wait until so many messages lie in a mailbox, and return them, the oldest first."""
        arrived = self.folder / "mail" / address.casefold() / "new"
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end:
            found = sorted(arrived.glob("*"), key=lambda path: path.stat().st_mtime_ns)
            if len(found) >= least:
                return [path.read_bytes() for path in found]
            time.sleep(0.05)
        raise TimeoutError(self.log)


@contextmanager
def postfix_server(
    folder: Path, mailboxes: tuple[str, ...], size_limit: int = 10_000_000
) -> Iterator[Postfix]:
    """Run a Postfix that has some mailboxes and takes mail for no others, and stop it.

    Others than its owner have to be able to look into the folder. Skips the test, or fails it if
    all servers are required, where there is no Postfix or this is not the administrator.
    """
    if _PROGRAM is None or os.geteuid() != 0:
        reason = "Postfix cannot be started here"
        if os.environ.get("PRISONMAIL_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    server = _lay_out(folder, mailboxes, size_limit)
    control = (_PROGRAM, "-c", str(folder / "etc"))
    with (folder / "console.log").open("wb") as said:
        running = subprocess.Popen((*control, "start-fg"), stdout=said, stderr=said)
    try:
        _await(server.port, running, folder)
        yield server
    finally:
        with suppress(subprocess.SubprocessError):
            subprocess.run((*control, "stop"), capture_output=True, timeout=_LONGEST, check=False)
        try:
            running.wait(_LONGEST)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _lay_out(folder: Path, mailboxes: tuple[str, ...], size_limit: int) -> Postfix:
    import pwd

    owner = pwd.getpwnam("nobody").pw_uid
    server = Postfix(folder, _free_port(), _free_port())
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
    os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
    os.chown(folder / "mail", owner, owner)
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(server.ca_file)
    certificate = authority.issue_cert("localhost")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "certificate.pem")
    (folder / "certificate.pem").chmod(0o600)
    places = (f"{each.casefold()} {each.casefold()}/\n" for each in mailboxes)
    (folder / "mailboxes").write_text("".join(places))
    domains = sorted({each.rpartition("@")[2] for each in mailboxes})
    main = _MAIN.format(
        folder=folder, domains=" ".join(domains), size_limit=size_limit, owner=owner
    )
    (folder / "etc" / "main.cf").write_text(main)
    services = _SERVICES.format(port=server.port, tls_port=server.tls_port)
    (folder / "etc" / "master.cf").write_text(services)
    return server


def _await(port: int, running: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Wait until somebody greets at a port."""
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end and running.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as greeted:
            if greeted.recv(3) == b"220":
                return
        time.sleep(0.05)
    pytest.fail((folder / "console.log").read_text("utf-8"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
