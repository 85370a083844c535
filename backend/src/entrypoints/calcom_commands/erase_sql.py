"""`erase-sql`: what a patient's erasure takes in Cal.com's own database (LGPD, art. 18). Printed; never run by us.

Who is meant is read from the standard input, not from arguments, which other users of the machine and the shell's history see.
What is printed ends in ROLLBACK: whoever runs it looks at the counts, and only then puts COMMIT there.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import typer

from entrypoints.calcom_commands.erase_statements import STATEMENTS
from entrypoints.calcom_commands.sql_text import UnfitText, texts

_MOST_LINES, _LONGEST = 200, 320  # an e-mail address has at most 320 characters
_KINDS = {"email": "emails", "telefone": "telefones", "nome": "nomes", "reserva": "reservas", "vaga": "vagas"}
_NAMING = ("email", "telefone", "reserva", "vaga")


@dataclass(frozen=True)
class _Unreadable(Exception):
    """A line that names no one. Its text repeats nothing of it."""

    line: int
    why: str


def erase_sql() -> None:
    """Mostra o SQL que apaga um paciente no banco do Cal.com. Lê da entrada padrão, um por linha: email, telefone, nome, reserva
    ou vaga, dois-pontos e o valor."""
    try:
        wanted = _read(sys.stdin.readline(_LONGEST * 2) for _ in range(_MOST_LINES + 1))
        page = _page(wanted)
    except _Unreadable as fault:
        typer.echo(f"Linha {fault.line}: {fault.why}", err=True)
        raise typer.Exit(2) from None
    typer.echo(page)


def _read(lines: Iterable[str]) -> Mapping[str, list[str]]:
    """Values by kind, in lower case but for uids. Raises _Unreadable."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    number = 0
    for number, line in enumerate(lines, 1):
        if not line:
            break
        if number > _MOST_LINES:
            raise _Unreadable(number, f"são linhas demais (até {_MOST_LINES}).")
        if line.strip():
            kind, value = _value(number, line)
            found[kind].append(value)
    if not any(found[kind] for kind in _NAMING):
        raise _Unreadable(number, "falta dizer quem: um email, telefone, reserva ou vaga.")
    if (found["email"] or found["telefone"]) and not found["nome"]:
        raise _Unreadable(number, "com email ou telefone é preciso também o nome: podem ser de uma família.")
    return found


def _value(number: int, line: str) -> tuple[str, str]:
    kind, colon, value = line.strip().partition(":")
    kind, value = kind.strip().lower(), value.strip()
    if not colon or kind not in _KINDS:
        raise _Unreadable(number, f"espera-se {', '.join(_KINDS)}, dois-pontos e o valor.")
    if not value or len(value) > _LONGEST or not value.isprintable():
        raise _Unreadable(number, "o valor está vazio, é longo demais ou tem sinais que não se imprimem.")
    return kind, value if kind in ("reserva", "vaga") else value.lower()


def _page(wanted: Mapping[str, list[str]]) -> str:
    try:
        arrays = {_KINDS[kind]: texts(values, _LONGEST) for kind, values in wanted.items()}
    except UnfitText:
        raise _Unreadable(0, "um dos valores não pode ser escrito em SQL.") from None
    columns = ", ".join(f"{array} AS {name}" for name, array in arrays.items())
    return STATEMENTS.replace("@quem@", columns)
