"""Client ↔ document of the collection, its fields named as in DOMAIN.md. Pure."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from domain.client import Client
from domain.merge import fold
from infrastructure.repositories.search_terms import stored_terms

Document = dict[str, Any]

_ABSENT_WHEN_EMPTY = ("cpf", "chaves")
KNOWN = {field.name for field in fields(Client)} | {"_id", "busca", "nome_normalizado"}


def to_document(client: Client) -> Document:
    """`cpf` and `chaves` are absent where there is none, as their sparse indexes need it."""
    document = asdict(client) | {"chaves": list(client.chaves)}
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
        total_agendamentos=document["total_agendamentos"],
        ultima_visita=date.fromisoformat(day) if day else None,
        contato_em=document["contato_em"],
        versao=document["versao"],
        revisao=document["revisao"],
        created_at=document["created_at"],
        updated_at=document["updated_at"],
    )
