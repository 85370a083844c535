import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { appointment, uuid } from "../mock/builders";
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
  expect(state.stream.asked).toEqual([null, "1"]);
});

test("without a stream the list is asked for every 15 s", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { state } = renderApp("/agendamentos", {
    fill: (given) => {
      fill(given);
      given.stream.refuse(true);
    },
  });
  expect(await screen.findByText("Atualizando a cada 15 s")).toBeVisible();
  await screen.findByText("Marta Lima");
  cancel(state);
  expect(screen.queryByText("Cancelado")).not.toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await screen.findByText("Cancelado")).toBeVisible();
});
