import { expect, test } from "vitest";
import {
  dayBounds,
  formatInstant,
  formatLocalDate,
  localDay,
  nearDay,
  newestFirst,
  weekdayOf,
} from "../dates";

test("a local date is written by its text alone", () => {
  expect(formatLocalDate("2026-03-05")).toBe("05/03/2026");
  expect(weekdayOf("2026-03-05")).toBe("qui.");
});

test("an instant is shown in the zone asked for", () => {
  expect(formatInstant("2026-03-06T02:30:00Z", "America/Sao_Paulo")).toBe("05/03/2026 23:30");
  expect(formatInstant("2026-03-06T03:00:00Z", "America/Sao_Paulo")).toBe("06/03/2026 00:00");
  expect(formatInstant("2026-03-06T03:00:00Z", "America/Manaus")).toBe("05/03/2026 23:00");
});

test("today and tomorrow are the unit's", () => {
  const now = new Date("2026-01-01T02:00:00Z");
  expect(localDay(now, "America/Sao_Paulo")).toBe("2025-12-31");
  expect(nearDay("2025-12-31", "America/Sao_Paulo", now)).toBe("hoje");
  expect(nearDay("2026-01-01", "America/Sao_Paulo", now)).toBe("amanhã");
  expect(nearDay("2026-01-01", "UTC", now)).toBe("hoje");
  expect(nearDay("2026-01-02", "America/Sao_Paulo", now)).toBeNull();
});

test("a period's bounds take in the whole last day", () => {
  const { from, to } = dayBounds("2026-03-05", "2026-03-05");
  expect(Date.parse(to ?? "") - Date.parse(from ?? "")).toBe(86_400_000 - 1);
  expect(dayBounds()).toEqual({});
});

test("a whole second stands where it belongs among those with milliseconds", () => {
  const told = ["2026-03-05T12:00:00Z", "2026-03-05T12:00:00.124000Z", "2026-03-05T11:59:59.990000Z"];
  expect(newestFirst(told.map((at) => ({ at }))).map(({ at }) => at)).toEqual([told[1], told[0], told[2]]);
});
