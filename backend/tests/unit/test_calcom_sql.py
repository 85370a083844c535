"""The commands that print SQL for Cal.com's own database: no value is ever read as a command, and nothing is run."""

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from entrypoints.calcom_commands.erase_statements import STATEMENTS
from entrypoints.calcom_commands.sql_text import UnfitText, literal, texts
from entrypoints.cli import app

PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).filter(
    str.isprintable
)
NASTY = [
    "'; DROP TABLE \"Booking\"; --", "\\'; DELETE FROM users; --", "''", "\\", "\\\\'", "$apagar$", "$$", ":nome", "@quem@",
    "E'x'", "a\\", "ʼ", "＇", "%s", "{owner}", "-- nada", "/* nada", "U&'\\0027'",
]  # fmt: skip


def value_of(text: str) -> tuple[str, str]:
    """What PostgreSQL reads at the start of `text` as a literal, with the setting that its manual advises, and what is left."""
    escaped, text = text.startswith("E"), text.removeprefix("E")
    assert text[0] == "'"
    value, at = "", 1
    while True:
        sign, following = text[at], text[at + 1 : at + 2]
        if sign == "'" and following != "'":
            return value, text[at + 1 :]
        doubled = sign == "'" or (escaped and sign == "\\")
        assert not doubled or following == sign
        assert sign != "\\" or escaped  # else its meaning would hang on a setting
        value, at = value + sign, at + (2 if doubled else 1)


@given(PRINTABLE)
def test_a_literal_is_read_as_its_value_and_nothing_is_left(value: str) -> None:
    assert value_of(literal(value, 40)) == (value, "")


@pytest.mark.parametrize("value", NASTY)
def test_a_nasty_value_is_a_value(value: str) -> None:
    assert value_of(literal(value, 100)) == (value, "")
    assert texts([value, value], 100) == f"ARRAY[{literal(value, 100)}, {literal(value, 100)}]::text[]"


@pytest.mark.parametrize("value", ["", "x" * 41, "a\nb", "a\0b", "a\x1bb", "a\u2028b", "\ud800"], ids=ascii)
def test_what_no_name_has_is_refused_without_being_repeated(value: str) -> None:
    with pytest.raises(UnfitText) as unfit:
        literal(value, 40)
    assert not unfit.value.args


def run(*arguments: str, lines: str | None = None) -> tuple[int, str, str]:
    ended = CliRunner().invoke(app, ["calcom", *arguments], input=lines)
    return ended.exit_code, ended.stdout, ended.stderr


def test_a_key_is_shown_once_beside_what_cal_com_stores_of_it() -> None:
    code, said, _ = run("key-sql", "--user", "clinica")
    assert code == 0
    [key] = re.findall(r"cal_[0-9a-f]+", said)
    secret = key.removeprefix("cal_")
    assert len(secret) == 64
    assert said.count(secret) == 1
    assert f"'{sha256(secret.encode()).hexdigest()}'" in said
    assert '(SELECT "id" FROM "users" WHERE "username" = \'clinica\')' in said
    statements = [line for line in said.splitlines() if not line.startswith("--")]
    assert (statements[0], statements[-1]) == ("BEGIN;", "COMMIT;")
    assert key not in run("key-sql", "--user", "clinica")[1]


@pytest.mark.parametrize("user", NASTY)
def test_a_user_s_name_is_no_command(user: str) -> None:
    code, said, _ = run("key-sql", "--user", user)
    assert code == 0
    _, _, rest = said.partition('WHERE "username" = ')
    value, rest = value_of(rest)
    assert value == user
    assert re.fullmatch(r"\), 'Agenda da coleta', '[0-9a-f]{64}'\);\nCOMMIT;\n", rest)


@pytest.mark.parametrize(
    ("user", "prefix"), [("", "cal_"), ("a" * 101, "cal_"), ("a\nb", "cal_"), ("a", "x'y"), ("a", "")]
)
def test_what_is_no_user_or_prefix_is_refused(user: str, prefix: str) -> None:
    assert run("key-sql", "--user", user, "--prefix", prefix)[0] == 2


def erased(*lines: str) -> tuple[int, str, str]:
    return run("erase-sql", lines="\n".join(lines) + "\n")


def test_who_is_to_be_erased_stands_in_one_place_alone() -> None:
    code, said, _ = erased(
        "email: Ana@Example.com",
        "nome: Ana D'Ávila",
        "reserva: UidDaReserva",
        "vaga: v-1",
        "telefone: +5511999990000",
        "",
    )
    assert code == 0
    before, after = STATEMENTS.split("@quem@")
    assert said.startswith(before)
    assert said.rstrip("\n").endswith(after)
    quem = said[len(before) : -len(after) - 1]
    assert quem == (
        "ARRAY['ana@example.com']::text[] AS emails, ARRAY['+5511999990000']::text[] AS telefones, "
        "ARRAY['ana d''ávila']::text[] AS nomes, ARRAY['UidDaReserva']::text[] AS reservas, ARRAY['v-1']::text[] AS vagas"
    )


@pytest.mark.parametrize("value", NASTY)
def test_a_patient_s_name_is_no_command(value: str) -> None:
    code, said, _ = erased(f"nome: {value}", "email: a@example.com")
    assert code == 0
    _, _, rest = said.partition("AS telefones, ARRAY[")
    found, rest = value_of(rest)
    assert found == value.lower()
    assert rest.startswith("]::text[] AS nomes, ")
    assert rest.rstrip("\n").endswith(STATEMENTS.split("@quem@")[1])


def test_nothing_is_changed_until_a_person_says_so() -> None:
    statements = [line for line in STATEMENTS.splitlines() if line and not line.startswith("--")]
    assert (statements[0], statements[-1]) == ("BEGIN;", "ROLLBACK;")
    assert "COMMIT;" not in statements


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "falta dizer quem"),
        (["nome: Ana"], "falta dizer quem"),
        (["email: a@example.com"], "preciso também o nome"),
        (["telefone: +5511999990000"], "preciso também o nome"),
        (["email a@example.com"], "dois-pontos"),
        (["cpf: 52998224725"], "dois-pontos"),
        (["email:"], "vazio"),
        (["email: " + "a" * 321], "longo demais"),
        (["reserva: a\x07b"], "não se imprimem"),
        (["vaga: v"] * 201, "linhas demais"),
    ],
)
def test_what_names_nobody_is_said_by_its_line_alone(lines: list[str], why: str) -> None:
    code, said, fault = erased(*lines)
    assert (code, said) == (2, "")
    assert why in fault
    assert all(
        each.partition(":")[2].strip() not in fault for each in lines if each.partition(":")[2].strip("v ")
    )
