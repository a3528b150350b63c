"""A certificate authority of the office's own, so that browsers on its network can trust the server."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone
from nacl.secret import Aead

from vegerin.guard import boot
from vegerin.guard.office import write_safely

AUTHORITY_YEARS, SERVER_DAYS = 10, 397
NEUTRAL = "local office"  # a certificate is seen by everybody on the network


def make_authority(folder: Path) -> None:
    """Draw the authority; its key lies under K0."""
    (folder / "tls").mkdir(mode=0o700, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(NEUTRAL)
    certificate = (
        _builder(name, name, key.public_key(), timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_safely(folder / "tls" / "ca.pem", certificate.public_bytes(serialization.Encoding.PEM))
    sealed = Aead(boot.key_for("tls")).encrypt(_private_bytes(key), b"ca.key")
    write_safely(folder / "tls" / "ca.key.sealed", bytes(sealed))


def make_certificate(folder: Path, hosts: list[str]) -> None:
    """A certificate for these names and addresses. Its key lies in clear: the server starts locked."""
    authority = x509.load_pem_x509_certificate((folder / "tls" / "ca.pem").read_bytes())
    opened = Aead(boot.key_for("tls")).decrypt((folder / "tls" / "ca.key.sealed").read_bytes(), b"ca.key")
    signing_key = serialization.load_der_private_key(opened, None)
    assert isinstance(signing_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(_name(hosts[0]), authority.subject, key.public_key(), timedelta(days=SERVER_DAYS))
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signing_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    write_safely(folder / "tls" / "server.pem", certificate.public_bytes(pem))
    clear = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_safely(folder / "tls" / "server.key", clear)


def has_certificate(folder: Path) -> bool:
    """Whether the server may be reached from other computers."""
    return (folder / "tls" / "server.pem").exists()


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, lasts: timedelta
) -> x509.CertificateBuilder:
    now = timezone.now()
    builder = x509.CertificateBuilder(issuer_name=issuer, subject_name=subject, public_key=key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + lasts)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
