"""The table at the end, for people."""

from collections.abc import Iterator
from typing import Any

from chaos.evidence import lines
from chaos.options import API_FAULTS, SCALED, WEBHOOK_FAULTS, Options
from chaos.run import Outcome
from chaos.verdict.snapshots import Check

_SHOWN = 5  # findings of one check that are printed whole


def heading(options: Options) -> str:
    """What is about to happen, and how it was scaled."""
    return "\n".join(
        [
            f"chaos --seed {options.seed} --patients {options.patients}"
            f" --clerks {options.clerks} --storm {options.storm:.0f} --line {options.played}",
            f"  data and logs  {options.data}",
            f"  webhooks       {_listed(WEBHOOK_FAULTS)}",
            f"  API, a while   {_listed(API_FAULTS)}",
            "  scaled         the limit of 120 calls a minute and its waits to a tenth, the wait in doubt to a thirtieth:",
            *(f"                 {name}={value}" for name, value in SCALED.items()),
        ]
    )


def table(outcome: Outcome) -> str:
    """What was done, what each round saw, what each check found, and the first differing chains whole."""
    return "\n".join([*_done(outcome), *_rounds(outcome), *_checks(outcome)])


def _done(outcome: Outcome) -> Iterator[str]:
    yield "\nWhat was done"
    for line, counts in outcome.diary.counts.items():
        yield f"  {line:<16} " + ", ".join(f"{number} {what}" for what, number in counts.most_common())


def _rounds(outcome: Outcome) -> Iterator[str]:
    yield "\nRounds of reconciliation"
    for number, each in enumerate(outcome.rounds, 1):
        seen = {name: value for name, value in each["tally"].items() if value}
        yield f"  {number}  {each['kind']} {each['state']}, {each['seconds']} s: {_listed(seen)}"


def _checks(outcome: Outcome) -> Iterator[str]:
    yield "\nChecks"
    for check in outcome.checks:
        found = "ok  " if check.holds else f"{len(check.findings)} FOUND"
        yield f"  {found:<9} {check.question:<40} {check.answer}"
    for check in outcome.checks:
        yield from _findings(check)


def _findings(check: Check) -> Iterator[str]:
    for finding in check.findings[:_SHOWN]:
        yield f"\n── {check.question}: {finding.what}\n   {finding.name}"
        for evidence in finding.evidence:
            yield from (f"   {line}" for line in lines(evidence))
    if len(check.findings) > _SHOWN:
        yield f"\n── {check.question}: {len(check.findings) - _SHOWN} more"
        yield from (f"   {finding.name}: {finding.what}" for finding in check.findings[_SHOWN:])


def _listed(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
