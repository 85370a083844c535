"""Where staff open and move a booking at Cal.com (CALCOM.md G, end)."""

from calcom_integration.links import CalComLinks

LINKS = CalComLinks("https://cal.example.com/")


def test_a_booking_has_its_own_pages() -> None:
    assert LINKS.url("uid1") == "https://cal.example.com/booking/uid1"
    assert LINKS.reschedule_url("uid1") == "https://cal.example.com/reschedule/uid1"


def test_a_seat_is_shown_on_its_booking_and_moved_by_its_own_reference() -> None:
    assert LINKS.url("uid1/seat 1") == "https://cal.example.com/booking/uid1?seatReferenceUid=seat%201"
    assert LINKS.reschedule_url("uid1/seat 1") == "https://cal.example.com/reschedule/seat%201"


def test_without_an_address_there_is_nothing_to_open() -> None:
    assert CalComLinks("").url("uid1") is None
    assert CalComLinks("").reschedule_url("uid1") is None
