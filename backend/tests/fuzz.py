"""Coverage-guided fuzzing of what reads a webhook: `make fuzz`, or `python -m tests.fuzz --seconds 600`.

Begins with the recorded deliveries; what reached something new is kept in .cache/fuzz for the next run. Ends with 0 where nothing
was found; else with the input, written beside the corpus, that breaks a rule of `any_body`.
"""

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import atheris

with atheris.instrument_imports(include=["calcom_integration", "domain"]):
    from tests import any_body
    from tests.deliveries import all_sent

CACHE = Path(".cache/fuzz")
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**63,
    "",
    " ",
    "\x00",
    "\ud800",
    "@cal.com",
    [],
    {},
    "9999-12-31T23:59:59-12:00",
]
HEADER = 64  # bytes: the signature in front of the body


def examine(data: bytes) -> None:
    """One input: a signature's 64 characters and a body."""
    header, body = data[:HEADER].decode("latin-1"), data[HEADER:]
    any_body.check_signature(body, header)
    any_body.check_body(body)


def mutate(data: bytes, longest: int, seed: int) -> bytes:
    """Half the time by bytes; else one value of the JSON is dropped, taken from elsewhere in it or made odd."""
    random = Random(seed)
    try:
        found = json.loads(data[HEADER:])
        if random.random() < 0.5 and _change(found, random):
            return (data[:HEADER] + json.dumps(found).encode())[:longest]
    except (ValueError, RecursionError):
        pass
    changed: bytes = atheris.Mutate(data, len(data) if random.random() < 0.5 else longest)
    return changed


def _change(found: Any, random: Random) -> bool:
    places = list(_places(found))
    if not places:
        return False
    holder, key = random.choice(places)
    donor, name = random.choice(places)
    new = random.choice([random.choice(ODD), donor[name], _typo(holder[key], random)])
    if isinstance(holder, dict) and random.random() < 0.2:
        del holder[key]
    else:
        holder[key] = json.loads(json.dumps(new))  # a copy: no value may come to hold itself
    return True


def _places(found: Any) -> Any:
    """Every holder in `found` with each of its keys or indexes."""
    if isinstance(found, dict | list):
        for key in list(found) if isinstance(found, dict) else range(len(found)):
            yield found, key
            yield from _places(found[key])


def _typo(value: Any, random: Random) -> Any:
    if not isinstance(value, str) or not value:
        return [value]
    at = random.randrange(len(value))
    return value[:at] + random.choice(["", "\u0301", "-", "9", "T", value]) + value[at + 1 :]


def _corpus() -> Path:
    """The folder of inputs, the recorded deliveries among them."""
    folder = CACHE / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for number, delivery in enumerate(all_sent()):
        (folder / f"recorded-{number}").write_bytes(b"0" * HEADER + delivery.body)
    return folder


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=300)
    options.add_argument("--runs", type=int, default=-1)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    limits = [f"-max_total_time={given.seconds}", f"-runs={given.runs}", f"-seed={given.seed}"]
    files = [f"-artifact_prefix={CACHE}/found-", "-max_len=65536", str(_corpus())]
    atheris.Setup([sys.argv[0], *limits, *files], examine, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
