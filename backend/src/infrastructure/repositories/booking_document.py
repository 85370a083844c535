"""What an appointment keeps of its booking ↔ the sub-document `calcom`. Pure.

`chaves`, `uids` and `numeros` repeat what the chains say, for the indexes; earlier chains count, for their keys stay
reserved (DESIGN.md, "Reopened by staff"). They are absent rather than empty: a sparse unique index holds an empty
list as one value, and the second appointment without a booking would collide with the first.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.booking.chain import Chain
from domain.booking.push import Act, Order, Push, PushState
from domain.booking.side import BookingSide, Disagreement, Intent
from infrastructure.repositories.row_document import row_document, row_from
from infrastructure.repositories.values import decode, encode

Document = dict[str, Any]
# Whose seat it is that a chain leads to which begins with a stray one (see Chain.stray).
STRAY = "sem_comeco"
# Rows of which the last reading contradicts what stands: to be read again.
DOUBTFUL = "a_reler"
# Appointments that the booking claims to be, though each had a booking of its own (`BookingSide.doubts`).
DOUBTS = "duvidas"
_REPEATED = ("chaves", "uids", "numeros", STRAY, DOUBTFUL)
SIDE_FIELDS = (*_REPEATED, "cadeia", "base", "conflitos", "anteriores", "intencoes", "envios", DOUBTS)


def side_document(side: BookingSide) -> Document:
    chains = (side.chain, *side.previous)
    found = {
        "chaves": _union(chain.names for chain in chains),
        "uids": _union(chain.uids for chain in chains),
        "numeros": _union(chain.numbers for chain in chains),
        STRAY: _people_of(side.chain),
        DOUBTFUL: list(side.chain.doubtful),
        DOUBTS: list(side.doubts),
    }
    return {name: values for name, values in found.items() if values} | {
        "cadeia": _chain_rows(side.chain),
        "base": {name: encode(value) for name, value in side.base.items()},
        "conflitos": [_conflict_document(conflict) for conflict in side.disagreements],
        "anteriores": [_chain_rows(chain) for chain in side.previous],
        "intencoes": {
            name: {"por": intent.by, "em": intent.at.isoformat()} for name, intent in side.intents.items()
        },
        "envios": {name: _push_document(push) for name, push in side.pushes.items()},
    }


def side_from(document: Document) -> BookingSide:
    return BookingSide(
        chain=_chain(document["cadeia"]),
        base={name: decode(value) for name, value in document["base"].items()},
        disagreements=tuple(_conflict(stored) for stored in document["conflitos"]),
        previous=tuple(_chain(rows) for rows in document["anteriores"]),
        intents={
            name: Intent(stored["por"], datetime.fromisoformat(stored["em"]))
            for name, stored in document["intencoes"].items()
        },
        pushes={name: _push(name, stored) for name, stored in document.get("envios", {}).items()},
        doubts=tuple(document.get(DOUBTS, ())),
    )


def tokens_in(appointment: Document) -> Iterable[tuple[str, str | None]]:
    """Every key that the appointment knows, and the token of each row that has one and need not be read again."""
    side = appointment.get("calcom") or {}
    yield from ((key, None) for key in side.get("chaves", ()))
    doubtful = side.get(DOUBTFUL, ())
    tokens = ((row["chave"], (row.get("lida") or {}).get("valor")) for row in side.get("cadeia", ()))
    yield from ((key, None if key in doubtful else token) for key, token in tokens)


def _people_of(chain: Chain) -> list[str]:
    """Whose seat the chain of a stray seat ends at: the e-mail address, empty where there is none."""
    return [(chain.current.told("email") or "").lower()] if chain.stray else []


def _union(groups: Iterable[Iterable[Any]]) -> list[Any]:
    return sorted({value for group in groups for value in group})


def _chain_rows(chain: Chain) -> list[Document]:
    replaced: dict[str, list[str]] = {}
    for old, newer in chain.replaced_by.items():
        for new in newer:
            replaced.setdefault(new, []).append(old)
    return [row_document(row, replaced.get(key, ())) for key, row in chain.rows.items()]


def _chain(rows: list[Document]) -> Chain:
    return Chain({row.key: row for row in map(row_from, rows)})


def _push_document(push: Push) -> Document:
    return {
        "acao": push.order.act.value,
        "chave": push.order.key,
        "valor": encode(push.order.value),
        "estado": push.state.value,
        "em": push.at,
        "rever_em": push.look_at,
        "tentativas": push.attempts,
        "buscas": push.looks,
        "motivo": push.reason,
        "detalhe": push.detail,
    }


def _push(name: str, document: Document) -> Push:
    return Push(
        order=Order(name, Act(document["acao"]), document["chave"], decode(document["valor"])),
        state=PushState(document["estado"]),
        at=document["em"],
        look_at=document["rever_em"],
        attempts=document["tentativas"],
        looks=document["buscas"],
        reason=document["motivo"],
        detail=document["detalhe"],
    )


def _conflict_document(conflict: Disagreement) -> Document:
    return {
        "campo": conflict.field,
        "mantido": encode(conflict.kept),
        "outro": encode(conflict.other),
        "dono": conflict.owner,
        "em": conflict.at.isoformat(),
        "demais": [encode(value) for value in conflict.further],
    }


def _conflict(document: Document) -> Disagreement:
    return Disagreement(
        field=document["campo"],
        kept=decode(document["mantido"]),
        other=decode(document["outro"]),
        owner=document["dono"],
        at=datetime.fromisoformat(document["em"]),
        further=tuple(decode(value) for value in document.get("demais", ())),
    )
