"""A backup's file: a zip that other programs read too.

`NAME.bson` holds a collection's documents one after the other, as mongodump writes them; with a key it is
`NAME.bson.sealed`: again and again a length (four bytes, big-endian) and as many bytes of a seal (`infrastructure.sealing`)
over zlib over whole documents. `manifest.json`, written last, says how many documents and bytes each has, and the SHA-256 of
its documents: a file without it, or that differs from it, is damaged.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from application.sealing import Seal, UnknownKey

FORMAT = 1
_MANIFEST = "manifest.json"
_PLAIN, _SEALED = ".bson", ".bson.sealed"
_LONGEST = 64 * 1024 * 1024  # bytes of a sealed piece: far more than a document and what goes with it
_PREFIX = 4


class Damaged(Exception):
    """The file is no backup, or not as it was written."""


class Writable(Protocol):
    def write(self, piece: bytes, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Contents:
    """Of one collection, unpacked."""

    documents: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` is UTC; `sealed_with` names the key (`Seal.key_id`), None where there is none."""

    made_at: datetime
    sealed_with: str | None
    collections: dict[str, Contents]

    @property
    def documents(self) -> int:
        return sum(each.documents for each in self.collections.values())

    def text(self) -> str:
        told = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=2, sort_keys=True)

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Raises Damaged."""
        try:
            told = json.loads(text)
            contents = {name: Contents(**each) for name, each in told["collections"].items()}
            made_at = datetime.fromisoformat(told["made_at"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Damaged("o manifesto não pode ser lido") from None
        if told.get("format") != FORMAT:
            raise Damaged("o formato é de outra versão")
        return cls(made_at, told["sealed_with"], contents)


class Entry:
    """A collection on its way into the file."""

    def __init__(self, stream: Writable, seal: Seal | None) -> None:
        self._stream, self._seal = stream, seal
        self._digest, self._documents, self._bytes = sha256(), 0, 0

    def add(self, documents: list[bytes]) -> None:
        """Whole BSON documents, some at a time."""
        piece = b"".join(documents)
        self._digest.update(piece)
        self._documents, self._bytes = self._documents + len(documents), self._bytes + len(piece)
        if self._seal is not None:
            sealed = self._seal.seal(zlib.compress(piece))
            piece = len(sealed).to_bytes(_PREFIX) + sealed
        self._stream.write(piece)

    @property
    def contents(self) -> Contents:
        return Contents(self._documents, self._bytes, self._digest.hexdigest())


def entry_name(collection: str, seal: Seal | None) -> str:
    return collection + (_SEALED if seal is not None else _PLAIN)


def write_manifest(file: zipfile.ZipFile, manifest: Manifest) -> None:
    file.writestr(_MANIFEST, manifest.text())


class Archive:
    """A backup to be read. Every call raises Damaged, or UnknownKey where it was sealed with another key."""

    def __init__(self, path: Path, seal: Seal) -> None:
        self._seal = seal
        try:
            self._file = zipfile.ZipFile(path)
            self.manifest = Manifest.read(self._file.read(_MANIFEST))
        except (zipfile.BadZipFile, KeyError, zlib.error, EOFError):
            raise Damaged("não é uma cópia de segurança inteira") from None

    def close(self) -> None:
        self._file.close()

    def verify(self) -> None:
        """Read everything, and compare it with the manifest."""
        told = self.manifest.collections
        suffix = _SEALED if self.manifest.sealed_with else _PLAIN
        if {*self._file.namelist()} != {_MANIFEST, *(name + suffix for name in told)}:
            raise Damaged("faltam coleções, ou sobram")
        for name, contents in told.items():
            counted = Entry(_Nowhere(), None)
            for document in self.documents(name):
                counted.add([document])
            if counted.contents != contents:
                raise Damaged(f"a coleção {name} não confere")

    def documents(self, collection: str) -> Iterator[bytes]:
        """The collection's documents, each as BSON."""
        try:
            if self.manifest.sealed_with:
                with self._file.open(collection + _SEALED) as stream:
                    for piece in self._pieces(stream):
                        yield from _split(piece)
                return
            with self._file.open(collection + _PLAIN) as stream:
                while head := stream.read(_PREFIX):
                    yield _exactly(head + stream.read(_length(head) - _PREFIX), _length(head))
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError):
            raise Damaged(f"a coleção {collection} não pode ser lida") from None

    def _pieces(self, stream: IO[bytes]) -> Iterator[bytes]:
        while head := stream.read(_PREFIX):
            length = int.from_bytes(_exactly(head, _PREFIX))
            if length > _LONGEST:
                raise Damaged("um trecho lacrado é longo demais")
            yield zlib.decompress(self._unsealed(_exactly(stream.read(length), length)))

    def _unsealed(self, sealed: bytes) -> bytes:
        try:
            return self._seal.unseal(sealed)
        except UnknownKey:
            if self._seal.key_id != self.manifest.sealed_with:
                raise
            raise Damaged("um trecho lacrado não confere") from None


class _Nowhere:
    """Where what is only counted goes."""

    def write(self, piece: bytes, /) -> int:
        return len(piece)


def _split(piece: bytes) -> Iterator[bytes]:
    while piece:
        length = _length(piece[:_PREFIX])
        yield _exactly(piece[:length], length)
        piece = piece[length:]


def _length(head: bytes) -> int:
    """The length of the BSON document that begins so; the shortest has five bytes."""
    length = int.from_bytes(_exactly(head, _PREFIX), "little")
    if not _PREFIX < length <= _LONGEST:
        raise Damaged("um documento não pode ser lido")
    return length


def _exactly(read: bytes, length: int) -> bytes:
    if len(read) != length:
        raise Damaged("o arquivo termina no meio")
    return read
