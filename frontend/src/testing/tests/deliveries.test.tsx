import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { delivery, uuid } from "../mock/builders";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

const PAGE = "/integracao/entregas";

function fill(state: MockState) {
  state.deliveries = [
    delivery(1, { appointment_id: uuid(1) }),
    delivery(2, { trigger: "PING", state: "ignored", reason: "ping" }),
    delivery(3, {
      trigger: "BOOKING_CANCELLED",
      state: "dead",
      error: "OperationFailure store.py:10",
      attempts: 8,
    }),
    delivery(4, { trigger: null, uid: null, state: "failed", reason: "corpo_ilegivel" }),
    delivery(6, { trigger: "BOOKING_REASSIGNED", state: "ignored", reason: "codigo_novo" }),
    delivery(5, { trigger: "BOOKING_NO_SHOW_UPDATED", state: "ignored", reason: "reserva_desconhecida" }),
  ];
  state.bodies.set("entrega-3", { whole: { name: "Ana Prado" }, masked: { name: "A•• P••••" } });
}

const stateOf = (state: MockState, id: string) => state.deliveries.find((one) => one.id === id)?.state;

test("only the gestor finds the page, and a typed address does not help", async () => {
  renderApp(PAGE, { as: "atendente", fill });
  expect(await screen.findByText("Sem acesso a esta página")).toBeVisible();
  expect(screen.queryByRole("link", { name: "Integração" })).not.toBeInTheDocument();
});

test("deliveries with state and reason in words", async () => {
  renderApp(PAGE, { as: "gestor", fill });
  const table = await screen.findByRole("table", { name: "Entregas" });
  for (const words of [
    "Reserva criada",
    "Concluída",
    "Teste de conexão",
    "Fala de uma reserva que ainda não chegou",
    "Parou por um erro: veja os detalhes",
    "O conteúdo não pôde ser lido",
    "Codigo novo",
    "Sem tipo",
  ]) {
    expect(within(table).getAllByText(words)[0]).toBeVisible();
  }
});

test("the state filter narrows the table and stands in the URL", async () => {
  const { act, url } = renderApp(PAGE, { as: "gestor", fill });
  await act.click(await screen.findByRole("button", { name: "Situação" }));
  await act.click(screen.getByRole("checkbox", { name: "Desistiu" }));
  await waitFor(() => expect(screen.queryByText("Reserva criada")).not.toBeInTheDocument());
  expect(url()).toBe(`${PAGE}?state=dead`);
});

test("the period filter asks for whole days", async () => {
  renderApp(`${PAGE}?from=2026-02-28&to=2026-02-28`, { as: "gestor", fill });
  expect(await screen.findByText("Nenhuma entrega")).toBeVisible();
  expect(screen.getByRole("button", { name: "Período: 28/02/2026 a 28/02/2026" })).toBeVisible();
});

test("the booking's uid is searched for, and stays out of the URL", async () => {
  const { act, url } = renderApp(PAGE, { as: "gestor", fill });
  await act.type(await screen.findByRole("searchbox"), "uid3");
  await waitFor(() => expect(screen.queryByText("Reserva criada")).not.toBeInTheDocument());
  expect(screen.getByText("Reserva cancelada")).toBeVisible();
  expect(url()).toBe(PAGE);
});

test("personal data is masked until asked for, and a dead delivery is replayed and followed", async () => {
  const { act, state } = renderApp(`${PAGE}?state=dead`, { as: "gestor", fill });
  await act.click(await screen.findByRole("button", { name: "Reserva cancelada" }));
  const panel = await screen.findByRole("dialog", { name: "Reserva cancelada" });
  expect(await within(panel).findByText(/"A•• P••••"/)).toBeVisible();
  expect(state.revealed).toEqual([]);
  await act.click(within(panel).getByRole("button", { name: "Mostrar dados pessoais" }));
  expect(await within(panel).findByText(/"Ana Prado"/)).toBeVisible();
  expect(state.revealed).toEqual(["entrega-3"]);
  await act.click(within(panel).getByRole("button", { name: "Ocultar dados pessoais" }));
  expect(within(panel).queryByText(/"Ana Prado"/)).not.toBeInTheDocument();
  await act.click(within(panel).getByRole("button", { name: "Reprocessar" }));
  await waitFor(() => expect(panel).toHaveTextContent("Na fila"));
  expect(stateOf(state, "entrega-3")).toBe("received");
  expect(within(panel).queryByRole("button", { name: "Reprocessar" })).not.toBeInTheDocument();
  Object.assign(state.deliveries.find(({ id }) => id === "entrega-3") ?? {}, { state: "done" });
  await waitFor(() => expect(panel).toHaveTextContent("Concluída"));
});

test("what is done offers no replay but the way to its appointment", async () => {
  const { act } = renderApp(PAGE, { as: "gestor", fill });
  await act.click(await screen.findByRole("button", { name: "Reserva criada" }));
  const link = await screen.findByRole("link", { name: "Abrir agendamento" });
  expect(link).toHaveAttribute("href", `/agendamentos?scope=all&agendamento=${uuid(1)}`);
  expect(screen.queryByRole("button", { name: "Reprocessar" })).not.toBeInTheDocument();
});

test("a replay by filter asks first, and touches failures only", async () => {
  const { act, state } = renderApp(PAGE, { as: "gestor", fill });
  await screen.findByRole("table");
  await act.click(screen.getByRole("button", { name: "Reprocessar por filtro" }));
  const dialog = await screen.findByRole("alertdialog");
  expect(dialog).toHaveTextContent("Situação: Falhou ou Desistiu");
  await act.click(within(dialog).getByRole("button", { name: "Voltar" }));
  expect(stateOf(state, "entrega-3")).toBe("dead");
  await act.click(screen.getByRole("button", { name: "Reprocessar por filtro" }));
  await act.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Reprocessar" }),
  );
  expect(await screen.findByText("2 entregas voltaram para a fila.")).toBeVisible();
  expect(["entrega-1", "entrega-2", "entrega-5"].map((id) => stateOf(state, id))).toEqual([
    "done",
    "ignored",
    "ignored",
  ]);
});

test("a replay reaches every state and trigger that the filters choose, and no other", async () => {
  const path = `${PAGE}?state=dead&state=ignored&trigger=PING&trigger=BOOKING_CANCELLED`;
  const { act, state } = renderApp(path, { as: "gestor", fill });
  await screen.findByRole("table");
  await act.click(screen.getByRole("button", { name: "Reprocessar por filtro" }));
  await act.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Reprocessar" }),
  );
  expect(await screen.findByText("2 entregas voltaram para a fila.")).toBeVisible();
  const queued = state.deliveries.filter((one) => one.state === "received").map(({ id }) => id);
  expect(queued).toEqual(["entrega-2", "entrega-3"]);
});

test("a filter that reaches only what is done offers nothing to replay", async () => {
  renderApp(`${PAGE}?state=done`, { as: "gestor", fill });
  expect(await screen.findByRole("button", { name: "Reprocessar por filtro" })).toBeDisabled();
});
