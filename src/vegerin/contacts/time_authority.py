"""A time authority (RFC 3161): asked for a stamp over one hash, believed as far as its pinned certificate.

Off until the head sets an address. What leaves is the SHA-256 of a roll's hash and a random number; a roll's
hash stands over salted marks, so that even whoever knows a file cannot learn that we hold it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.utils.translation import gettext_noop as _

from vegerin.guard.office import write_safely
from vegerin.guard.refusals import Refused

FILE = "time-authority.json"
SECONDS = 5
LARGEST_ANSWER = 1 << 18


class Unreachable(Exception):
    """No stamp came: nobody answered, or what came is no stamp of the pinned authority."""


@dataclass(frozen=True)
class Authority:
    """Where it answers, and the certificates its stamps must lead to."""

    address: str
    certificates: tuple[str, ...]  # PEM

    @property
    def known(self) -> list[x509.Certificate]:
        """The pinned certificates."""
        return [x509.load_pem_x509_certificate(one.encode()) for one in self.certificates]

    @property
    def own(self) -> x509.Certificate | None:
        """The one it signs with, where that is pinned too; then its answers need not carry it."""
        return next((one for one in self.known if signs_times(one)), None)

    @property
    def fingerprint(self) -> str:
        """Of the pinned certificates together."""
        return hashlib.sha256("".join(self.certificates).encode()).hexdigest()


def signs_times(certificate: x509.Certificate) -> bool:
    """Whether a certificate is for stamps of time."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage


def of(folder: Path) -> Authority | None:
    """The authority that was set, if one was."""
    file = folder / FILE
    if not file.exists():
        return None
    told = json.loads(file.read_text("utf-8"))
    return Authority(told["address"], tuple(told["certificates"]))


def write(folder: Path, *, address: str, pem: bytes) -> Authority:
    """Set it: its address, and the certificate it gave us by another way."""
    if not address.startswith(("http://", "https://")):
        raise Refused(_("An address begins with http:// or https://."))
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise Refused(_("That file holds no certificate in PEM.")) from None
    if not any(one.issuer == one.subject for one in found):
        raise Refused(_("The root certificate of the authority must be in the file.")) from None
    certificates = tuple(one.public_bytes(Encoding.PEM).decode("ascii") for one in found)
    told = {"address": address, "certificates": certificates}
    write_safely(folder / FILE, json.dumps(told, indent=1).encode())
    return Authority(address, certificates)


def forget(folder: Path) -> None:
    """Ask nobody any more; stamps that came stay."""
    (folder / FILE).unlink(missing_ok=True)


def ask(authority: Authority, roll_hash: str) -> tuple[bytes, datetime]:
    """A stamp over a roll's hash, and the time it says; raises Unreachable."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 -- needed for stamps only

    data = bytes.fromhex(roll_hash)
    request_for = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    asked = request_for.cert_request(cert_request=authority.own is None).build()
    request = Request(  # noqa: S310 -- the address was checked when it was set
        authority.address, data=asked.as_bytes(), headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            token = answer.read(LARGEST_ANSWER)
    except (URLError, OSError, ValueError) as why:
        raise Unreachable(str(why)) from None
    return token, verified(authority, token, roll_hash, nonce=asked.nonce)


def verified(authority: Authority, token: bytes, roll_hash: str, *, nonce: int | None = None) -> datetime:
    """The time a stamp says, if it is of the pinned authority and over this hash; raises Unreachable."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response  # noqa: PLC0415

    builder: Any = VerifierBuilder() if nonce is None else VerifierBuilder().nonce(nonce)
    if authority.own is not None:
        builder = builder.tsa_certificate(authority.own)
    for one in authority.known:
        if one == authority.own:
            continue
        root = one.issuer == one.subject
        builder = builder.add_root_certificate(one) if root else builder.add_intermediate_certificate(one)
    try:
        response = decode_timestamp_response(token)
        builder.build().verify(response, hashlib.sha256(bytes.fromhex(roll_hash)).digest())
        said: datetime = response.tst_info.gen_time
    except (VerificationError, ValueError) as why:
        raise Unreachable(f"Not a stamp of the pinned authority: {why}") from None
    return said
