"""A real time authority for the tests: openssl's own, behind a small server on this machine."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def made(folder: Path) -> bytes:
    """A root and an authority under it, in a folder; the root's certificate."""
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(2)]
    now, root_name = datetime.now(UTC), named("An invented root")
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    parts = (
        ("root", root_name, keys[0], x509.BasicConstraints(ca=True, path_length=1)),
        ("tsa", named("An invented time authority"), keys[1], usage),
    )
    for name, subject, key, extension in parts:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(extension, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False
            )
        )
        signed = builder.sign(keys[0], hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tsa.key").write_bytes(keys[1].private_bytes(*plain))
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder))
    return (folder / "root.pem").read_bytes()


@dataclass
class Asked:
    """Where it answers, its root, and every byte it was ever sent."""

    address: str
    root: bytes
    own: bytes = b""  # what it signs with
    bodies: list[bytes] = field(default_factory=list)
    answers_with: bytes = b""  # where a test wants a forged answer
    may_answer: threading.Event = field(default_factory=threading.Event)  # until then it is silent


@contextmanager
def running(folder: Path) -> Iterator[Asked]:
    """While the block lasts it answers."""
    root = made(folder)

    class Stamps(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.bodies.append(body)
            asked.may_answer.wait(60)
            answer = asked.answers_with or stamped(folder, body, len(asked.bodies))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    asked = Asked(f"http://127.0.0.1:{server.server_port}/", root, (folder / "tsa.pem").read_bytes())
    asked.may_answer.set()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


def stamped(folder: Path, body: bytes, number: int) -> bytes:
    """What openssl answers."""
    query, reply = folder / f"{number}.tsq", folder / f"{number}.tsr"
    query.write_bytes(body)
    command = ["openssl", "ts", "-reply", "-queryfile", query, "-out", reply, "-config", folder / "tsa.cnf"]
    subprocess.run(command, check=True, capture_output=True)
    return reply.read_bytes()
