"""Certificates of a test's own authority for `localhost`: one that is good, and one that ended yesterday."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_YEAR, _DAY = timedelta(days=365), timedelta(days=1)


@dataclass(frozen=True)
class Certificates:
    """PEM files: what to trust, and two chains with their key."""

    authority: Path
    good: Path
    expired: Path


def certificates(folder: Path) -> Certificates:
    """Made in `folder`, on today's real clock."""
    now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
    issuer = _named("Test authority")
    root = (
        _builder(issuer, issuer, key.public_key(), now - _YEAR, now + _YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    made = Certificates(folder / "authority.pem", folder / "good.pem", folder / "expired.pem")
    made.authority.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    for path, until in ((made.good, now + _YEAR), (made.expired, now - _DAY)):
        path.write_bytes(_leaf(issuer, key, until))
    return made


def _leaf(issuer: x509.Name, authority: ec.EllipticCurvePrivateKey, until: datetime) -> bytes:
    """A key and its certificate until `until`, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    local = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    found = (
        _builder(_named("localhost"), issuer, key.public_key(), until - _YEAR, until)
        .add_extension(local, critical=False)
        .sign(authority, hashes.SHA256())
    )
    return found.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    named = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    number = x509.random_serial_number()
    return named.serial_number(number).not_valid_before(since).not_valid_after(until)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
