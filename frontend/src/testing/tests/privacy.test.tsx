import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { appointment, uuid } from "../mock/builders";
import { client } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

const PAGE = `/clientes/${uuid(8000)}`;

function fill(state: MockState) {
  state.clients = [client(0, { nome: "Helena Matos" })];
  state.appointments = [appointment(1, { nome_paciente: "Helena Matos", cliente_id: uuid(8000) })];
}

test("a client's data are erased after a question that says what happens", async () => {
  const { act, state } = renderApp(PAGE, { as: "gestor", fill });
  await act.click(await screen.findByRole("button", { name: "Apagar dados (LGPD)" }));
  const question = await screen.findByRole("alertdialog", { name: "Apagar os dados de Helena Matos?" });
  expect(question).toHaveTextContent("visitas futuras são canceladas, também no Cal.com");
  expect(question).toHaveTextContent("Não há como desfazer");
  await act.click(within(question).getByRole("button", { name: "Voltar" }));
  expect(state.erasures).toEqual([]);

  await act.click(screen.getByRole("button", { name: "Apagar dados (LGPD)" }));
  await act.click(await screen.findByRole("button", { name: "Apagar para sempre" }));
  expect(await screen.findByText(/espera o cancelamento no Cal.com/)).toBeVisible();
  expect(screen.getByText(/1 visita ainda de pé/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Apagar dados (LGPD)" })).not.toBeInTheDocument();
});

test("a client's data are saved as a file", async () => {
  const saved: string[] = [];
  const open = URL.createObjectURL;
  URL.createObjectURL = (content) => {
    const reader = new FileReader(); // this environment's Blob cannot read itself
    reader.onload = () => saved.push(String(reader.result));
    reader.readAsText(content as Blob);
    return "blob:x";
  };
  try {
    const { act } = renderApp(PAGE, { as: "gestor", fill });
    await act.click(await screen.findByRole("button", { name: "Exportar dados (LGPD)" }));
    await waitFor(() => expect(saved.join()).toContain("Helena Matos"));
  } finally {
    URL.createObjectURL = open;
  }
});

test("only the gestor is offered either", async () => {
  renderApp(PAGE, { as: "atendente", fill });
  expect(await screen.findByRole("heading", { name: "Helena Matos" })).toBeVisible();
  expect(screen.queryByText("Dados pessoais (LGPD)")).not.toBeInTheDocument();
});

test("who looked at whose data is listed", async () => {
  renderApp("/privacidade", {
    as: "gestor",
    fill: (state) => {
      const em = "2026-01-16T12:00:00Z";
      state.accesses = [{ em, quem: "Ana Lima", acao: "exportou", tipo: "cliente", id: uuid(8000) }];
    },
  });
  const table = await screen.findByRole("table", { name: "Acessos" });
  expect(within(table).getByRole("row", { name: /Ana Lima Exportou Cliente/ })).toBeVisible();
  expect(screen.getByText("Ninguém pediu para ser apagado")).toBeVisible();
});
