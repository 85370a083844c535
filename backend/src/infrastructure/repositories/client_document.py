"""Client ↔ document of the collection, its fields named as in DOMAIN.md. Pure."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from domain.client import Claim, Client, Union
from domain.merge import fold
from infrastructure.repositories.search_terms import stored_terms

Document = dict[str, Any]
# What undoes a union, kept with the alias of the client that disappeared.
UNION = "uniao"

_LISTS = ("chaves", "separado_de")
_ABSENT_WHEN_EMPTY = ("cpf", "chaves", "alegados", "nome_confirmado", "separado_de", "a_comparar")
KNOWN = {field.name for field in fields(Client)} | {"_id", "busca", "nome_normalizado"}


def to_document(client: Client) -> Document:
    """`cpf` and `chaves` are absent where there is none, as their sparse indexes need it; so is what most clients lack."""
    document = asdict(client) | {name: list(getattr(client, name)) for name in _LISTS}
    document["_id"] = document.pop("id")
    document["ultima_visita"] = client.ultima_visita.isoformat() if client.ultima_visita else None
    document["busca"] = stored_terms(client.nome, client.cpf, client.telefone)
    document["nome_normalizado"] = fold(client.nome)
    return {name: value for name, value in document.items() if value or name not in _ABSENT_WHEN_EMPTY}


def from_document(document: Document) -> Client:
    day = document["ultima_visita"]
    return Client(
        id=document["_id"],
        nome=document["nome"],
        cpf=document.get("cpf"),
        telefone=document["telefone"],
        email=document["email"],
        chaves=tuple(document.get("chaves", ())),
        alegados={name: Claim(**claim) for name, claim in document.get("alegados", {}).items()},
        nome_confirmado=document.get("nome_confirmado", False),
        separado_de=tuple(document.get("separado_de", ())),
        a_comparar=document.get("a_comparar", False),
        total_agendamentos=document["total_agendamentos"],
        ultima_visita=date.fromisoformat(day) if day else None,
        contato_em=document["contato_em"],
        versao=document["versao"],
        revisao=document["revisao"],
        created_at=document["created_at"],
        updated_at=document["updated_at"],
    )


def union_document(union: Union) -> Document:
    """The fields that an alias has of the union that made it."""
    plain = {name: getattr(union, name) for name in ("survivor_id", "by", "at")}
    lists = {"taken": list(union.taken), "visits": list(union.visits)}
    return {UNION: plain | lists | {"absorbed": to_document(union.absorbed)}}


def union_from(alias: Document) -> Union:
    kept = alias[UNION]
    return Union(
        survivor_id=kept["survivor_id"],
        absorbed=from_document(kept["absorbed"]),
        taken=tuple(kept["taken"]),
        visits=tuple(kept["visits"]),
        by=kept["by"],
        at=kept["at"],
        is_undone=alias.get("desfeita", False),
    )
