import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { invalidator } from "@/features/appointments/live/invalidation";
import { appointment, daysFromToday, uuid } from "../mock/builders";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

function fill(state: MockState) {
  state.appointments = [appointment(1, { nome_paciente: "Marta Lima" })];
}

function cancel(state: MockState) {
  Object.assign(state.appointments[0] ?? {}, {
    status: "Cancelado",
    versao: 2,
    updated_at: "2026-03-02T12:00:00Z",
  });
}

const marta = () => screen.getByRole("button", { name: "Marta Lima" }).closest("tr");

afterEach(() => vi.useRealTimers());

test("a change told by the stream appears by itself and is highlighted", async () => {
  const { state } = renderApp("/agendamentos", { fill });
  await screen.findByText("Ao vivo");
  await screen.findByText("Marta Lima");
  expect(marta()).not.toHaveAttribute("data-recent");
  cancel(state);
  state.stream.send("appointment.changed", { id: uuid(1), versao: 2, cause: "entrega" });
  expect(await screen.findByText("Cancelado")).toBeVisible();
  await waitFor(() => expect(marta()).toHaveAttribute("data-recent"));
});

test("a new booking appears in the list and in nobody's URL", async () => {
  const { state, url } = renderApp("/agendamentos", { fill });
  await screen.findByText("Ao vivo");
  await screen.findByText("Marta Lima");
  state.appointments.push(appointment(2, { nome_paciente: "Nova Reserva", origem: "calcom" }));
  state.stream.send("appointment.changed", { id: uuid(2), versao: 1, cause: "entrega" });
  expect(await screen.findByText("Nova Reserva")).toBeVisible();
  expect(url()).toBe("/agendamentos");
});

test("an open drawer follows the stream", async () => {
  const { state } = renderApp(`/agendamentos?agendamento=${uuid(1)}`, { fill });
  const drawer = await screen.findByRole("dialog", { name: "Marta Lima" });
  await waitFor(() => expect(state.stream.asked).toHaveLength(1));
  cancel(state);
  state.stream.send("appointment.changed", { id: uuid(1), versao: 2, cause: "edicao" });
  await waitFor(() => expect(drawer).toHaveTextContent("Cancelado"));
  const news = () => [...drawer.querySelectorAll("dd[data-recent]")].map(({ textContent }) => textContent);
  await waitFor(() => expect(news()).toEqual(["Cancelado"]));
});

test.each([
  ["the calendar", "/agendamentos?view=calendar&span=day", "atendente"],
  ["the collectors' agenda", "/agenda", "logistica"],
] as const)("a change is highlighted in %s too", async (_, path, as) => {
  const today = { data_agendamento: daysFromToday(0) };
  const { state } = renderApp(path, {
    as,
    fill: (given) => {
      given.appointments = [appointment(1, { nome_paciente: "Marta Lima", ...today })];
    },
  });
  const visit = async () => {
    const button = await screen.findByRole("button", { name: /Marta Lima/ });
    return button.closest("[data-recent]");
  };
  expect(await visit()).toBeNull();
  await waitFor(() => expect(state.stream.asked).toHaveLength(1));
  Object.assign(state.appointments[0] ?? {}, { status: "Confirmado", versao: 2 });
  state.stream.send("appointment.changed", { id: uuid(1), versao: 2, cause: "edicao" });
  await waitFor(async () => expect(await visit()).not.toBeNull());
});

test("what was first loading when a change was told is asked for once more", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const answers: Array<(value: string) => void> = [];
  const client = new QueryClient();
  const observer = new QueryObserver(client, {
    queryKey: ["appointments", "one", "a"],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const leave = observer.subscribe(() => undefined);
  invalidator(client).take({ event: "appointment.changed", data: '{"id":"a"}' });
  await vi.advanceTimersByTimeAsync(200);
  answers[0]?.("as it was before the change");
  await waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.("as it is");
  await waitFor(() => expect(observer.getCurrentResult().data).toBe("as it is"));
  leave();
});

test("resync renews everything", async () => {
  const { state } = renderApp("/agendamentos", { fill });
  await screen.findByText("Ao vivo");
  await screen.findByText("Marta Lima");
  cancel(state);
  state.stream.send("resync");
  expect(await screen.findByText("Cancelado")).toBeVisible();
});

test("a lost stream is opened again where it ended", async () => {
  const { state } = renderApp("/agendamentos", { fill });
  await screen.findByText("Ao vivo");
  state.stream.send("appointment.changed", { id: uuid(1), versao: 1, cause: "edicao" });
  await waitFor(() => expect(state.stream.asked).toHaveLength(1));
  state.stream.drop();
  expect(await screen.findByText("Atualizando a cada 15 s")).toBeVisible();
  expect(await screen.findByText("Ao vivo")).toBeVisible();
  expect(state.stream.asked).toEqual([null, "2"]);
});

test("without a stream the list is asked for every 15 s", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { state } = renderApp("/agendamentos", {
    fill: (given) => {
      fill(given);
      given.stream.obstruct("refused");
    },
  });
  expect(await screen.findByText("Atualizando a cada 15 s")).toBeVisible();
  await screen.findByText("Marta Lima");
  cancel(state);
  expect(screen.queryByText("Cancelado")).not.toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await screen.findByText("Cancelado")).toBeVisible();
});

test("a stream that a proxy holds back is told from a live one, and the list is asked for meanwhile", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { state } = renderApp("/agendamentos", {
    fill: (given) => {
      fill(given);
      given.stream.obstruct("held back");
    },
  });
  expect(await screen.findByText("Conectando…")).toBeVisible();
  await screen.findByText("Marta Lima");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await screen.findByText("Atualizando a cada 15 s")).toBeVisible();
  cancel(state);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await screen.findByText("Cancelado")).toBeVisible();
  expect(screen.queryByText("Ao vivo")).not.toBeInTheDocument();
});
