"""`key-sql`: an API key for Cal.com, with the row that makes it known there. Nothing of it is run or kept by us.

The screen of Cal.diy 6.2.0 shows its form and cannot save it (CALCOM.md M11). A key is its prefix and a random part; Cal.com
stores the SHA-256, in hexadecimal, of what follows the prefix (D7).
"""

import re
import secrets
from hashlib import sha256
from typing import Annotated

import typer

from entrypoints.calcom_commands.sql_text import UnfitText, literal

_LONGEST = 100
_PREFIX = re.compile(r"[A-Za-z0-9_]{1,20}")
_NOTE = "Agenda da coleta"

User = Annotated[
    str, typer.Option("--user", help="O username da conta no Cal.com (o fim de cal.exemplo/username).")
]
Prefix = Annotated[str, typer.Option("--prefix", help="O API_KEY_PREFIX do servidor da API do Cal.com.")]


def key_sql(user: User, prefix: Prefix = "cal_") -> None:
    """Faz uma chave da API do Cal.com e mostra, uma única vez, a chave e o SQL que a cadastra no banco do Cal.com."""
    if not _PREFIX.fullmatch(prefix):
        raise typer.BadParameter("O prefixo só tem letras, algarismos e _.")
    try:
        owner = literal(user, _LONGEST)
    except UnfitText:
        raise typer.BadParameter(
            "O username não pode estar vazio, ter quebras de linha ou mais de 100 letras."
        ) from None
    secret = secrets.token_hex(32)
    typer.echo(
        _PAGE.format(
            key=prefix + secret,
            owner=owner,
            hash=sha256(secret.encode()).hexdigest(),
            id=_new_id(),
            note=_NOTE,
        )
    )


def _new_id() -> str:
    """The table's own default is made by Cal.com's code, not by its database."""
    return "coleta" + secrets.token_hex(10)


# Zero or several users of that name make the INSERT fail, and nothing is stored.
_PAGE = """\
-- A chave, que não será mostrada de novo. Guarde-a como CALCOM_API_TOKEN e não guarde esta saída:
-- {key}
-- Execute o que segue no banco do Cal.com, uma vez. Para revogá-la: DELETE FROM "ApiKey" WHERE "id" = '{id}';
BEGIN;
INSERT INTO "ApiKey" ("id", "userId", "note", "hashedKey")
VALUES ('{id}', (SELECT "id" FROM "users" WHERE "username" = {owner}), '{note}', '{hash}');
COMMIT;"""
