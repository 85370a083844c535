"""What stands before the sandbox's API v2: keys, the rate limit, faults; and the clock they go by."""

from calcom_sandbox.clock import RunningClock
from calcom_sandbox.gate import ApiFaults, Limits
from tests.sandbox_api import office_for_tests, order
from tests.sandbox_inbox import MONDAY, HeldClock


async def test_a_hundred_and_twenty_a_minute_then_a_minute_of_429() -> None:
    async with office_for_tests() as office:
        answers = [await office.http.get("/v2/me") for _ in range(121)]
        assert [each.status_code for each in answers] == [200] * 120 + [429]
        assert answers[0].headers["X-RateLimit-Remaining-Default"] == "119"
        assert answers[-1].headers["X-RateLimit-Reset-Default"] == "60"
        office.clock.forward(seconds=59)
        assert (await office.http.get("/v2/me")).status_code == 429
        office.clock.forward(seconds=1)
        assert (await office.http.get("/v2/me")).status_code == 200


async def test_a_window_begins_anew_after_a_minute_and_limits_can_be_raised() -> None:
    async with office_for_tests(limits=Limits(limit=2)) as office:
        for _ in range(3):
            answers = [(await office.http.get("/v2/me")).status_code for _ in range(2)]
            assert answers == [200, 200]
            office.clock.forward(seconds=60)
        office.box.gate.set_limits(Limits(limit=1000))
        answers = [(await office.http.get("/v2/me")).status_code for _ in range(50)]
        assert set(answers) == {200}


async def test_a_wrong_key_is_refused_even_where_none_is_needed() -> None:
    async with office_for_tests() as office:
        uid = (await office.data("POST", "/v2/bookings", json=order()))["uid"]
        version = {"cal-api-version": "2024-08-13"}
        office.http.headers.clear()
        assert (await office.http.get(f"/v2/bookings/{uid}", headers=version)).status_code == 200
        wrong = version | {"authorization": "Bearer cal_other"}
        assert (await office.http.get(f"/v2/bookings/{uid}", headers=wrong)).status_code == 401
        for path in ("confirm", "decline", "mark-absent"):
            answer = await office.http.post(f"/v2/bookings/{uid}/{path}", headers=version, json={})
            assert answer.status_code == 403


async def test_faults_refuse_fail_or_lose_the_answer_for_a_while() -> None:
    async with office_for_tests() as office:
        gate, now = office.box.gate, office.box.now
        gate.set_faults(ApiFaults(refuse=1), now())
        assert (await office.http.post("/v2/bookings", json=order())).status_code == 429
        gate.set_faults(ApiFaults(fail=1), now())
        failed = await office.http.post("/v2/bookings", json=order())
        assert failed.json() == {"statusCode": 500, "message": "Internal server error"}
        assert office.box.store.rows() == []
        gate.set_faults(ApiFaults(lose=1, for_seconds=30), now())
        assert (await office.http.post("/v2/bookings", json=order())).status_code == 500
        assert len(office.box.store.rows()) == 1, "it was done all the same"
        office.clock.forward(seconds=30)
        assert (await office.http.get("/v2/me")).status_code == 200


async def test_what_was_asked_to_change_is_on_record_with_the_deed_and_the_answer() -> None:
    async with office_for_tests(limits=Limits(limit=6)) as office:
        gate, now = office.box.gate, office.box.now
        uid = (await office.data("POST", "/v2/bookings", json=order()))["uid"]
        await office.http.get(f"/v2/bookings/{uid}")
        await office.http.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": ""})
        for faults in (ApiFaults(refuse=1), ApiFaults(fail=1), ApiFaults(lose=1)):
            gate.set_faults(faults, now())
            await office.http.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "Viagem"})
        gate.set_faults(ApiFaults(), now())
        await office.http.post("/v2/bookings", content=b"not JSON")

        calls = office.box.calls.calls()

    book, *cancels, blocked = [(each.path, each.done, each.status) for each in calls]
    assert book == ("/v2/bookings", 201, 201)
    assert {path for path, _, _ in cancels} == {f"/v2/bookings/{uid}/cancel"}
    assert [answers for _, *answers in cancels] == [[400, 400], [None, 429], [None, 500], [200, 500]]
    assert blocked == ("/v2/bookings", None, 429)
    assert [each.body.get("cancellationReason") for each in calls[1:]] == ["", *["Viagem"] * 3, None]


async def test_faults_come_as_often_as_they_should_and_repeat_with_a_seed() -> None:
    async with office_for_tests() as office:
        office.box.gate.set_limits(Limits(limit=10_000))

        async def run() -> list[int]:
            office.box.gate.set_faults(ApiFaults(refuse=0.2, fail=0.2, seed=7), office.box.now())
            return [(await office.http.get("/v2/me")).status_code for _ in range(200)]

        first = await run()
        assert first == await run()
        assert 20 < first.count(429) < 60
        assert 15 < first.count(500) < 60


def test_the_clock_runs_at_its_speed_from_where_it_was_set() -> None:
    source = HeldClock()
    clock = RunningClock(source, speed=60)
    source.forward(seconds=2)
    assert (clock() - MONDAY).total_seconds() == 120
    clock.set(speed=1)
    source.forward(seconds=2)
    assert (clock() - MONDAY).total_seconds() == 122
    clock.set(now=MONDAY)
    source.forward(seconds=5)
    assert (clock() - MONDAY).total_seconds() == 5
    clock.reset()
    assert (clock(), clock.speed) == (source(), 60)
