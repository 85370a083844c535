import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { delivery, uuid } from "../mock/builders";
import { preview } from "../mock/integration";
import { unit } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

function fill(state: MockState) {
  state.registers.units = [unit(0, { nome_unidade: "Moema" }), unit(1, { nome_unidade: "Centro" })];
  state.deliveries = [delivery(1), delivery(2)];
  state.previews = [
    preview(1, {
      unit: { before: "Laboratório Aurora · Moema", after: "Laboratório Aurora · Centro" },
      fields: [{ field: "cpf", before: null, after: "•••.•••.•••-25", is_changed: true }],
    }),
    preview(2, { fields: [{ field: "cpf", before: "•••-25", after: "•••-25", is_changed: false }] }),
  ];
}

async function opened() {
  const app = renderApp("/integracao/mapeamento", { as: "gestor", fill });
  await screen.findByRole("option", { name: "Laboratório Aurora · Centro" });
  return app;
}

const saveButton = () => screen.getByRole("button", { name: "Salvar nova versão" });

test("a draft is tried on the last deliveries, before and after", async () => {
  const { act, state } = await opened();
  await act.selectOptions(screen.getByLabelText("Unidade", { selector: "select" }), uuid(1001));
  await act.click(screen.getByRole("button", { name: "Experimentar" }));
  const [first] = await screen.findAllByRole("table", { name: "O que muda em coleta-moema" });
  expect(first).toHaveTextContent("UnidadeLaboratório Aurora · MoemaLaboratório Aurora · Centro");
  expect(first).toHaveTextContent("CPFvazio•••.•••.•••-25");
  expect(screen.getByText("Não muda")).toBeVisible();
  expect(state.mapping.version).toBe(3);
});

test("a version is saved with its note and listed", async () => {
  const { act, state } = await opened();
  expect(saveButton()).toBeDisabled();
  await act.type(screen.getByLabelText("Convênio"), "plano-novo, plano-antigo");
  await act.type(screen.getByLabelText("Nota para a lista de versões"), "Plano novo");
  await act.click(saveButton());
  expect(await screen.findByText("Versão 4 em vigor.")).toBeVisible();
  expect(state.mapping.questions).toEqual({
    cpf: ["cpf-titular"],
    nome_convenio: ["plano-novo", "plano-antigo"],
  });
  const versions = screen.getByRole("table", { name: "Versões do mapeamento" });
  expect(within(versions).getAllByRole("row")[1]).toHaveTextContent("Gil SouzaPlano novo");
  expect(saveButton()).toBeDisabled();
});

test("a refused line is named", async () => {
  const { act } = await opened();
  await act.click(screen.getByRole("button", { name: "Incluir tipo de evento" }));
  await act.click(saveButton());
  expect(await screen.findByRole("alert")).toHaveTextContent("Tipo de evento 2: Esta unidade não existe.");
});

test("what somebody else saved meanwhile is not overwritten, and can be opened", async () => {
  const { act, state } = await opened();
  await act.type(screen.getByLabelText("Convênio"), "meu-plano");
  state.mapping = { ...state.mapping, version: 4, questions: { nome_convenio: ["deles"] } };
  await act.click(saveButton());
  expect(await screen.findByRole("alert")).toHaveTextContent("Alguém salvou enquanto você editava");
  expect(screen.getByLabelText("Convênio")).toHaveValue("meu-plano");
  await act.click(screen.getByRole("button", { name: "Descartar o meu e abrir a versão 4" }));
  expect(screen.getByLabelText("Convênio")).toHaveValue("deles");
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test("history is reread only after saying what that does", async () => {
  const { act } = await opened();
  await act.click(screen.getByRole("button", { name: "Reler a história" }));
  const question = await screen.findByRole("alertdialog");
  expect(question).toHaveTextContent("nenhum campo é esvaziado");
  await act.click(within(question).getByRole("button", { name: "Reler" }));
  expect(await screen.findByText(/2 entregas na fila para nova leitura, e uma conciliação/)).toBeVisible();
});

test("what is typed is not lost by leaving", async () => {
  const { act, url } = await opened();
  await act.type(screen.getByLabelText("Convênio"), "x");
  await act.click(screen.getByRole("link", { name: "Saúde" }));
  await act.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Continuar editando" }),
  );
  expect(url()).toBe("/integracao/mapeamento");
  expect(screen.getByLabelText("Convênio")).toHaveValue("x");
});
