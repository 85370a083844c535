"""Real servers for tests: an embedded MongoDB and Valkey on free ports, ended with the test session."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from entrypoints.stack.part import Part
from entrypoints.stack.ports import free_port
from entrypoints.stack.process import await_ready, end, spawn
from entrypoints.stack.tools import ADVICE, find_tool


@contextmanager
def running(part: Part, log: Path) -> Iterator[Part]:
    """`part` as a process that answers; it is ended with the block."""
    process = spawn(part, log)
    try:
        await_ready(process, part, log)
        yield part
    finally:
        end(process, part.grace)


@contextmanager
def embedded(server: Callable[[int, Path], Part], folder: Path) -> Iterator[Part]:
    """One of `entrypoints.stack.servers` on a free port, with its data and its log in `folder`."""
    with running(server(free_port(), folder), folder / "server.log") as part:
        yield part


def given_or_embedded(variable: str, server: Callable[[int, Path], Part], folder: Path) -> Iterator[str]:
    """The URL in the environment variable (the same tests against a real server), else an embedded one's."""
    given = os.environ.get(variable)
    if given:
        yield given
        return
    with embedded(server, folder) as part:
        yield part.url


@contextmanager
def fresh_database(mongodb_url: str) -> Iterator[str]:
    """The name of a database that does not exist yet; it is dropped after the block."""
    name = f"test_{uuid4().hex}"
    yield name
    with MongoClient[dict[str, object]](mongodb_url) as client:
        client.drop_database(name)


def empty_database(database: Database[dict[str, object]]) -> None:
    """Delete every document; collections and indexes stay."""
    for name in database.list_collection_names():
        database[name].delete_many({})


def require_tool(name: str) -> str:
    """The path of a program that a test needs; without it the test is skipped, or fails if REQUIRE_TOOLS=1."""
    path = find_tool(name)
    if path:
        return path
    message = f"{name} was not found: {ADVICE[name]}"
    if os.environ.get("REQUIRE_TOOLS") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
