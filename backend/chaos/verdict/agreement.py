"""Both sides have one and the same visit for every chain: the same slot, the same open or closed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from chaos.verdict.snapshots import HISTORY, STAFF, Check, Finding, Record, Refusal, RefusedPush, Visit

# The word that a push has here, for the last word of the path that it is sent to.
ACTS = {
    "reschedule": "remarcar",
    "cancel": "cancelar",
    "decline": "recusar",
    "confirm": "confirmar",
    "mark-absent": "marcar_ausencia",
}
Pair = tuple[Visit, Record]


def matched(visits: Iterable[Visit], records: Sequence[Record]) -> dict[str, tuple[Visit, list[Record]]]:
    """Each visit by its name, with the appointments that know one of its rows; a seat's also by whom it was taken."""
    by_key, by_email = defaultdict(set), defaultdict(set)
    by_id = {record.id: record for record in records}
    for record in records:
        for key in record.keys:
            by_key[key].add(record.id)
        if any("/" in key for key in record.keys):
            by_email[record.fields["email"]].add(record.id)
    found = {}
    for visit in visits:
        ids = {each for key in visit.keys for each in by_key[key]} | by_email.get(visit.seated_email, set())
        found[visit.name] = visit, [by_id[each] for each in sorted(ids)]
    return found


def agreement(visits: Sequence[Visit], records: Sequence[Record], refusals: Sequence[Refusal]) -> list[Check]:
    """The checks of issue 4, "Shown by" 1: every chain alike, none twice, none invented, refusals equal."""
    pairs = matched(visits, records)
    single = [(visit, found[0]) for visit, found in pairs.values() if len(found) == 1]
    known = {record.id for _, found in pairs.values() for record in found}
    refused = [(record, push) for record in records for push in record.refused]
    excused = {record.id for record, _ in refused}
    differing = [pair for pair in single if _differences(*pair)]
    listed = [_differing(*pair) for pair in differing if pair[1].id not in excused]
    missing = [_missing(visit) for visit, found in pairs.values() if not found and _must_be_known(visit)]
    return [
        Check(
            "same slot, same open or closed",
            f"{len(single)} chains compared, {sum(visit.is_open for visit, _ in single)} open, "
            f"{len(differing) - len(listed)} differ by a refused push",
            tuple(listed + missing),
        ),
        Check(
            "one appointment for each chain",
            f"{len(pairs)} chains, {len(records)} appointments",
            tuple(_twice(visit, found) for visit, found in pairs.values() if len(found) > 1),
        ),
        Check(
            "no appointment without a booking",
            f"{len(known)} appointments have a chain",
            tuple(_ghost(each) for each in records if each.origem == "calcom" and each.id not in known),
        ),
        Check(
            "refused pushes equal Cal.com's refusals",
            f"{len(refused)} shown as refused; Cal.com refused {len(refusals)} calls, the rest was settled since",
            tuple(_unequal(refused, refusals, [pair for pair in differing if pair[1].id in excused])),
        ),
    ]


def _differences(visit: Visit, record: Record) -> list[str]:
    """What staff see, and what the chain here knows, against what Cal.com has."""
    found = []
    is_left = _is_left_behind(visit, record)
    if visit.is_open != record.is_open and not is_left and not _is_staff_s_state(visit, record):
        found.append(f"Cal.com {_state(visit.is_open)}, aqui {record.fields['status']}")
    if visit.is_open != record.booked and not is_left:
        found.append(f"Cal.com {_state(visit.is_open)}, a reserva aqui {_state(record.booked)}")
    if visit.is_open and record.key not in visit.keys:
        found.append("a reserva aberta não é a deste agendamento")
    if visit.is_open and visit.start != record.start and not _is_history(record, visit.start):
        found.append(f"Cal.com às {visit.start}, aqui às {record.start}")
    return found


def _is_staff_s_state(visit: Visit, record: Record) -> bool:
    """Whether it is the clinic's to say, whatever Cal.com's row is: staff were asked for a change and Cal.com was not told,
    or the visit is history and a person was asked (docs/staff-and-calcom.md)."""
    if record.fields["status"] == "Alterar":
        told = [each for each in record.history if each.field == "status"]
        return visit.is_open and record.booked and bool(told) and told[-1].actor == STAFF
    is_asked = any(each.field == "status" for each in record.conflicts)
    return record.fields["status"] in HISTORY and is_asked


def _is_history(record: Record, theirs: datetime | None) -> bool:
    """Whether the visit was collected, and a conflict offers Cal.com's time (staff may have thought better of it since)."""
    was_collected = any(each.field == "status" and each.new in HISTORY for each in record.history)
    offered = [datetime.fromisoformat(each.other) for each in record.conflicts if each.field == "slot"]
    return was_collected and theirs in offered


def _differing(visit: Visit, record: Record) -> Finding:
    return Finding("; ".join(_differences(visit, record)), visit.name, (visit, record))


def _is_left_behind(visit: Visit, record: Record) -> bool:
    """Staff reopened it while its booking was closed: it goes on without one (DESIGN.md, "Reopened by staff")."""
    is_seat = visit.seated_email is not None and any("/" in key for key in record.left)
    return not visit.is_open and (is_seat or bool(visit.keys & record.left))


def _state(is_open: bool) -> str:
    return "aberta" if is_open else "encerrada"


def _must_be_known(visit: Visit) -> bool:
    """A seat that was given up leaves no trace at Cal.com: nobody can hear of it later."""
    return visit.is_open or bool(visit.keys)


def _missing(visit: Visit) -> Finding:
    return Finding("não está aqui", visit.name, (visit,))


def _twice(visit: Visit, found: Sequence[Record]) -> Finding:
    return Finding(f"{len(found)} agendamentos de uma reserva", visit.name, (visit, *found))


def _ghost(record: Record) -> Finding:
    return Finding("agendamento sem reserva no Cal.com", record.id, (record,))


def _unequal(
    refused: Sequence[tuple[Record, RefusedPush]], refusals: Sequence[Refusal], excused: Sequence[Pair]
) -> Iterator[Finding]:
    """Shown as refused, though Cal.com refused no such call; or differing in something else than what was refused."""
    for record, push in refused:
        if not any(_is_of(push, each) for each in refusals):
            yield Finding(
                f"recusa de {push.act} que o Cal.com não fez ({push.reason})", record.id, (push, record)
            )
    for visit, record in excused:
        asked = {push.act for push in record.refused}
        if visit.start != record.start and visit.is_open and "remarcar" not in asked:
            yield Finding("o horário difere, e não foi ele o recusado", visit.name, (visit, record))
        if visit.is_open != record.is_open and not asked & {"cancelar", "recusar"}:
            yield Finding("o estado difere, e não foi ele o recusado", visit.name, (visit, record))


def _is_of(push: RefusedPush, refusal: Refusal) -> bool:
    return (ACTS.get(refusal.act), refusal.uid, refusal.start) == (push.act, push.uid, push.start)
