import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { appointment, uuid } from "../mock/builders";
import { client } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

const PENDING = ["telefone_a_confirmar", "cadastro_a_unir"];

function fill(state: MockState) {
  const [known, other] = [client(0, { nome: "Helena Matos" }), client(1, { nome: "Helena M." })];
  state.clients = [known, other];
  const visit = appointment(1, { nome_paciente: "Helena Matos", cliente_id: known.id, pendencias: PENDING });
  state.appointments = [visit];
  const contato = { campo: "telefone", do_agendamento: "+5511999990000", do_cliente: known.telefone };
  state.claims.set(visit.id, { cliente: known, contatos: [contato], a_unir: [other] });
}

async function openVisit(as: "atendente" | "logistica" = "atendente") {
  const app = renderApp("/agendamentos", { as, fill });
  await app.act.click(await screen.findByRole("button", { name: "Helena Matos" }));
  return { ...app, panel: within(await screen.findByRole("dialog")) };
}

test("a claimed contact is shown beside the client's and taken over with one click", async () => {
  const { act, state, panel } = await openVisit();
  expect(await panel.findByText("Contato não confirmado")).toBeVisible();
  expect(panel.getByText("(11) 99999-0000")).toBeVisible();
  await act.click(panel.getByRole("button", { name: "Atualizar contato" }));
  await waitFor(() => expect(state.clients[0]?.telefone).toBe("+5511999990000"));
  await waitFor(() => expect(panel.queryByText("Contato não confirmado")).not.toBeInTheDocument());
});

test("a contact that changed since is not taken over, and the person is told", async () => {
  const { act, state, panel } = await openVisit();
  const button = await panel.findByRole("button", { name: "Atualizar contato" });
  for (const claims of state.claims.values())
    claims.contatos = claims.contatos.map((one) => ({ ...one, do_agendamento: "+5511911112222" }));
  await act.click(button);
  expect(await panel.findByText("O contato mudou.")).toBeVisible();
});

test("two records that may be one are united or told apart", async () => {
  const { act, state, panel } = await openVisit();
  await act.click(await panel.findByRole("button", { name: "São duas pessoas" }));
  await waitFor(() => expect(state.apart).toEqual([[uuid(8000), uuid(8001)]]));
  await waitFor(() => expect(panel.queryByText("Pode ser a mesma pessoa")).not.toBeInTheDocument());
});

test("logistics is not asked", async () => {
  const { panel } = await openVisit("logistica");
  expect(await panel.findByText("Cadastro a unir")).toBeVisible();
  expect(panel.queryByRole("button", { name: "Unir os dois cadastros" })).not.toBeInTheDocument();
});

test("a union is undone on the client's page", async () => {
  const { act, state } = renderApp(`/clientes/${uuid(8000)}`, {
    fill: (given) => {
      given.clients = [client(0, { nome: "Helena Matos" })];
      const other = client(1, { nome: "Rita Lima" });
      given.unions.set(uuid(8000), [{ cliente: other, em: "2026-03-01T12:00:00Z", desfeita: false }]);
    },
  });
  expect(await screen.findByText("Rita Lima")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Desfazer união" }));
  await waitFor(() => expect(state.clients.map(({ nome }) => nome)).toContain("Rita Lima"));
  await waitFor(() => expect(screen.queryByText("Cadastros unidos a este")).not.toBeInTheDocument());
});

test("a contact that only a booking gave says so until somebody confirms it", async () => {
  const { act } = renderApp(`/clientes/${uuid(8000)}`, {
    fill: (given) => {
      given.clients = [client(0, { nome: "Helena Matos", email: "h@example.com", a_confirmar: ["email"] })];
    },
  });
  expect(await screen.findByText("h@example.com (não confirmado)")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Confirmar contato" }));
  expect(await screen.findByText("h@example.com")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Confirmar contato" })).not.toBeInTheDocument();
});
