"""Cal.com as it is against Cal.com as it must be: pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from calcom_integration.mapping.table import MappingTable
from calcom_integration.provisioning.actual import Actual
from calcom_integration.provisioning.event_types import compare_event_type, find
from calcom_integration.provisioning.findings import Findings
from calcom_integration.provisioning.subscriptions import compare_subscriptions
from calcom_integration.provisioning.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Comparison:
    """`event_types` are the ids by slug, of those that are there."""

    findings: Findings
    event_types: Mapping[str, int]


def compare(actual: Actual, wanted: Wanted, table: MappingTable, seen: Mapping[str, int]) -> Comparison:
    """Faults and the writes that repair them; nothing is wrong where `faults` is empty, and then nothing is written."""
    found = {each: find(each, actual.event_types, seen) for each in wanted.event_types}
    findings = compare_subscriptions(actual.subscriptions, actual.of_event_types, wanted)
    for each, row in found.items():
        findings += compare_event_type(each, row, wanted, table)
    return Comparison(findings, {each.slug: row.id for each, row in found.items() if each.slug and row})
