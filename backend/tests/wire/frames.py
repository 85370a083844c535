"""MongoDB's wire protocol, as far as the fault proxy must read it: frames of OP_MSG, and the old form of a first hello."""

import asyncio
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bson

Document = dict[str, Any]
_HEADER = struct.Struct("<iiii")  # whole length, request id, id of the request that is answered, kind
_INT = struct.Struct("<i")
OP_MSG, _OP_QUERY, _OP_REPLY, _OP_COMPRESSED = 2013, 2004, 1, 2012
_CHECKSUM, _MORE_TO_COME = 1, 2
_REPLY_HEAD = 20  # bytes of an OP_REPLY before its first document: flags, cursor, start, count
_FLAGS_END = _HEADER.size + 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of a connection, header included."""

    data: bytes

    @property
    def request_id(self) -> int:
        return int(_HEADER.unpack_from(self.data)[1])

    @property
    def kind(self) -> int:
        return int(_HEADER.unpack_from(self.data)[3])

    @property
    def flags(self) -> int:
        return int(_INT.unpack_from(self.data, _HEADER.size)[0]) if self.kind == OP_MSG else 0

    @property
    def more_to_come(self) -> bool:
        """A request that wants no answer, or an answer that another one follows."""
        return bool(self.flags & _MORE_TO_COME)

    @property
    def command(self) -> str:
        """The name of the command in it: the first field of its main document. The old form carries `hello` alone."""
        if self.kind == _OP_QUERY:
            return "hello"
        start, _ = _main_document(self.data)
        first = start + 5  # the document's length and the first field's type
        return self.data[first : self.data.index(0, first)].decode()

    def document(self) -> Document:
        """The main document of an OP_MSG; what a write carries in further sections is not in it."""
        start, end = _main_document(self.data)
        return bson.decode(self.data[start:end])


async def read_frame(reader: asyncio.StreamReader) -> Frame:
    """The next message. Raises asyncio.IncompleteReadError where the connection ends."""
    head = await reader.readexactly(_HEADER.size)
    length, _, _, kind = _HEADER.unpack(head)
    if kind == _OP_COMPRESSED:
        raise NotImplementedError(
            "The fault proxy reads no compressed messages: leave `compressors` out of the URL."
        )
    return Frame(head + await reader.readexactly(length - _HEADER.size))


def answer(request: Frame, document: Document) -> Frame:
    """An OP_MSG that answers `request` with `document`."""
    body = _INT.pack(0) + b"\x00" + bson.encode(document)
    return Frame(_HEADER.pack(_HEADER.size + len(body), 0, request.request_id, OP_MSG) + body)


def rewritten(reply: Frame, change: Callable[[Document], Document]) -> Frame:
    """A reply (of either form) of one document with that document changed."""
    if reply.kind == _OP_REPLY:
        start = _HEADER.size + _REPLY_HEAD
        end = start + _INT.unpack_from(reply.data, start)[0]
    else:
        start, end = _main_document(reply.data)
    changed = bson.encode(change(bson.decode(reply.data[start:end])))
    whole = bytearray(reply.data[:start] + changed)
    _INT.pack_into(whole, 0, len(whole))
    if reply.kind == OP_MSG:  # a checksum would be of what was there before
        _INT.pack_into(whole, _HEADER.size, reply.flags & ~_CHECKSUM)
    return Frame(bytes(whole))


def _main_document(data: bytes) -> tuple[int, int]:
    """Where the section of kind 0 of an OP_MSG has its document: start and end."""
    at = _FLAGS_END
    while data[at] != 0:  # a list of documents: its length counts itself
        at += 1 + _INT.unpack_from(data, at + 1)[0]
    return at + 1, at + 1 + _INT.unpack_from(data, at + 1)[0]
