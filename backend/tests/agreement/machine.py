"""A state machine over what patients, staff, the post and the workers can do, in any order."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from calcom_sandbox.lines import Line
from domain.ways_out import Way
from tests.agreement.world import STARTS, World, open_world

Result = TypeVar("Result")

picks = st.integers(0, 20)
starts = st.sampled_from(STARTS)
STATUSES = ["Agendado", "Confirmado", "Autorização", "Alterar", "Pendente", "Coletado"]
# Plain, to be confirmed, of another zone, a series, paid (shared/CALCOM.md A10).
types = st.sampled_from([1, 1, 2, 3, 3, 4, 5, 7])


class Agreement(RuleBasedStateMachine):
    """`mongodb_url` and `line`, the Cal.com that the stand-in plays, are set by the test."""

    mongodb_url: str
    line: Line

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._entered = open_world(self.mongodb_url, self.line)
        self.world: World = self._runner.run(self._entered.__aenter__())

    def teardown(self) -> None:
        try:
            self.run(self.world.come_to_rest())
        finally:
            self._runner.run(self._entered.__aexit__(None, None, None))
            self._runner.close()

    def run(self, act: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(act)

    @initialize(type_id=types, start=starts)
    def somebody_booked(self, type_id: int, start: int) -> None:
        self.run(self.world.book(type_id, start))

    @rule(type_id=types, start=starts)
    def patient_books(self, type_id: int, start: int) -> None:
        self.run(self.world.book(type_id, start))

    @rule(start=starts)
    def patient_takes_a_seat(self, start: int) -> None:
        self.run(self.world.book(6, start))

    @rule(pick=picks, start=starts)
    def patient_reschedules(self, pick: int, start: int) -> None:
        self.run(self.world.patient_moves(pick, start))

    @rule(pick=picks)
    def patient_cancels(self, pick: int) -> None:
        self.run(self.world.patient_cancels(pick))

    @rule(pick=picks)
    def host_confirms_at_cal_com(self, pick: int) -> None:
        self.run(self.world.host_confirms(pick))

    @rule(pick=picks)
    def host_declines_at_cal_com(self, pick: int) -> None:
        self.run(self.world.host_declines(pick))

    @rule(pick=picks)
    def host_asks_for_another_time(self, pick: int) -> None:
        self.run(self.world.host_asks_to_move(pick))

    @rule(pick=picks, start=starts)
    def host_moves_everybody(self, pick: int, start: int) -> None:
        self.run(self.world.host_moves_everybody(pick, start))

    @rule(start=starts)
    def staff_enter_a_visit_whose_hour_is_held(self, start: int) -> None:
        self.run(self.world.staff_enters(start))

    @rule(pick=picks, way=st.sampled_from(Way))
    def staff_decide_a_refusal(self, pick: int, way: Way) -> None:
        self.run(self.world.staff_decides(pick, way))

    @rule(pick=picks, owner=st.sampled_from(["clinica", "booking"]))
    def staff_settle_a_conflict(self, pick: int, owner: str) -> None:
        self.run(self.world.staff_settles(pick, owner))

    @rule(pick=picks)
    def staff_say_that_nobody_was_there(self, pick: int) -> None:
        self.run(self.world.staff_edits(pick, paciente_ausente=True))

    @rule(pick=picks, start=starts)
    def staff_move(self, pick: int, start: int) -> None:
        self.run(self.world.staff_moves(pick, start))

    @rule(pick=picks)
    def staff_cancel(self, pick: int) -> None:
        self.run(self.world.staff_edits(pick, status="Cancelado", motivo_cancelamento="viagem"))

    @rule(pick=picks, status=st.sampled_from(STATUSES))
    def staff_set_a_status(self, pick: int, status: str) -> None:
        self.run(self.world.staff_edits(pick, status=status))

    @rule(pick=picks, note=st.sampled_from(["portão azul", "tocar duas vezes"]))
    def staff_note(self, pick: int, note: str) -> None:
        self.run(self.world.staff_edits(pick, observacoes=note))

    @precondition(lambda self: self.world.post)
    @rule(pick=picks)
    def post_arrives(self, pick: int) -> None:
        self.run(self.world.deliver(pick))

    @precondition(lambda self: self.world.post)
    @rule(pick=picks)
    def post_arrives_twice(self, pick: int) -> None:
        self.run(self.world.deliver(pick, keep=True))

    @precondition(lambda self: self.world.post)
    @rule(pick=picks)
    def post_is_lost(self, pick: int) -> None:
        self.world.lose(pick)

    @rule()
    def pushes_go_out(self) -> None:
        self.run(self.world.push())

    @rule(fault=st.sampled_from(["lose", "fail", "refuse"]))
    def pushes_get_no_answer(self, fault: str) -> None:
        self.run(self.world.push(fault))

    @rule()
    def a_worker_dies_with_a_push(self) -> None:
        self.run(self.world.die_with_a_push())

    @rule()
    def reconciliation_runs(self) -> None:
        self.run(self.world.reconcile())

    @rule(minutes=st.sampled_from([1, 4, 15, 60 * 24 * 4, 60 * 24 * 8]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.forward(minutes=minutes)
