import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { appointment, historyEntry, uuid } from "../mock/builders";
import { client, collector, unit } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";
import { server } from "../server";

const OPEN = `/agendamentos?agendamento=${uuid(1)}`;

function fill(state: MockState) {
  state.appointments = [appointment(1, { nome_paciente: "Marta Lima", observacoes: "Jejum" })];
  state.registers.units = [
    unit(0),
    unit(1, { nome_unidade: "Ponta Negra", nome_marca: "Clínica Rio Negro", fuso: "America/Manaus" }),
  ];
  state.registers.collectors = [collector(0, "Rosa Campos")];
  state.clients = [client(0, { nome: "Helena Matos" })];
}

type App = ReturnType<typeof renderApp>;

async function openNew({ act }: App) {
  await act.click(await screen.findByRole("button", { name: "Novo agendamento" }));
  return screen.findByRole("dialog", { name: "Novo agendamento" });
}

async function openEdit({ act }: App) {
  await act.click(await screen.findByRole("button", { name: "Editar" }));
  return screen.findByRole("dialog", { name: "Editar agendamento" });
}

/** What another person wrote meanwhile. */
function changedByAna(state: MockState) {
  state.appointments = [
    appointment(1, {
      nome_paciente: "Marta Lima",
      observacoes: "Sem jejum",
      status: "Confirmado",
      versao: 2,
    }),
  ];
  const changes = [
    { field: "status", from: "Agendado", to: "Confirmado" },
    { field: "observacoes", from: "Jejum", to: "Sem jejum" },
  ];
  const entry = historyEntry(1, { actor: { kind: "usuario", name: "Ana Prado" }, changes });
  state.history.set(uuid(1), [entry]);
}

test("a known client fills the form, the unit sets the brand, and the new appointment is opened", async () => {
  const app = renderApp("/agendamentos", { fill });
  const form = await openNew(app);
  await app.act.type(within(form).getByLabelText("Nome do paciente"), "hele");
  await app.act.click(await within(form).findByRole("option", { name: /Helena Matos/ }));
  expect(within(form).getByLabelText("CPF")).toHaveValue("529.982.247-25");
  expect(within(form).getByLabelText("Telefone")).toHaveValue("(11) 91234-5678");
  await app.act.selectOptions(within(form).getByLabelText("Unidade"), "Ponta Negra");
  expect(within(form).getByText("Marca: Clínica Rio Negro")).toBeVisible();
  expect(within(form).getByText(/Hora da unidade: .*Amazonas/)).toBeVisible();
  await app.act.click(screen.getByRole("button", { name: "Criar agendamento" }));
  await waitFor(() => expect(app.state.appointments).toHaveLength(2));
  expect(app.state.appointments[1]).toMatchObject({
    nome_marca: "Clínica Rio Negro",
    cpf: "52998224725",
    status: "Pendente",
  });
  expect(await screen.findByRole("dialog", { name: "Helena Matos" })).toBeVisible();
});

test("a new appointment whose answer was lost is sent again with its key", async () => {
  const keys: Array<string | null> = [];
  const app = renderApp("/agendamentos", { fill });
  server.use(
    http.post("*/api/v1/appointments", ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length === 1 ? HttpResponse.error() : undefined;
    }),
  );
  const form = await openNew(app);
  await app.act.type(within(form).getByLabelText("Nome do paciente"), "Rui");
  await app.act.selectOptions(within(form).getByLabelText("Unidade"), "Centro");
  await app.act.click(screen.getByRole("button", { name: "Criar agendamento" }));
  await within(form).findByText(/Sem conexão com o servidor/);
  await app.act.click(screen.getByRole("button", { name: "Criar agendamento" }));
  await waitFor(() => expect(app.state.appointments).toHaveLength(2));
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
});

test("what is missing and what the server refuses stand at their fields", async () => {
  const app = renderApp("/agendamentos", { fill });
  const form = await openNew(app);
  await app.act.type(within(form).getByLabelText("CPF"), "123");
  await app.act.click(screen.getByRole("button", { name: "Criar agendamento" }));
  expect(await within(form).findByText("Escolha a unidade.")).toBeVisible();
  await app.act.type(within(form).getByLabelText("Nome do paciente"), "Rui");
  await app.act.selectOptions(within(form).getByLabelText("Unidade"), "Centro");
  await app.act.click(screen.getByRole("button", { name: "Criar agendamento" }));
  expect(await within(form).findByText("CPF deve ter 11 dígitos.")).toBeVisible();
  expect(within(form).getByLabelText("CPF")).toHaveAccessibleDescription("CPF deve ter 11 dígitos.");
  expect(within(form).getByLabelText("Nome do paciente")).toHaveValue("Rui");
});

test("a stale write shows who changed what, keeps what was typed, and can be saved again", async () => {
  const app = renderApp(OPEN, { fill });
  const form = await openEdit(app);
  const remarks = within(form).getByLabelText("Observações");
  await app.act.clear(remarks);
  await app.act.type(remarks, "Portão azul");
  changedByAna(app.state);
  await app.act.click(screen.getByRole("button", { name: "Salvar" }));
  const notice = await within(form).findByRole("alert", { name: "Mudança de outra pessoa" });
  await waitFor(() => expect(notice).toHaveTextContent("Ana Prado"));
  expect(notice).toHaveTextContent("Status agora é “Confirmado”");
  expect(notice).toHaveTextContent("Observações agora é “Sem jejum”; o seu continua no formulário");
  expect(remarks).toHaveValue("Portão azul");
  expect(within(form).getByLabelText("Status")).toHaveValue("Confirmado");
  await app.act.click(screen.getByRole("button", { name: "Salvar" }));
  await waitFor(() =>
    expect(app.state.appointments[0]).toMatchObject({ observacoes: "Portão azul", status: "Confirmado" }),
  );
});

test("in a stale write the other's value can be taken instead", async () => {
  const app = renderApp(OPEN, { fill });
  const form = await openEdit(app);
  await app.act.type(within(form).getByLabelText("Observações"), " de 12 h");
  changedByAna(app.state);
  await app.act.click(screen.getByRole("button", { name: "Salvar" }));
  await app.act.click(await within(form).findByRole("button", { name: "Usar o novo" }));
  expect(within(form).getByLabelText("Observações")).toHaveValue("Sem jejum");
});

/** The stream tells what Ana wrote meanwhile. */
function tellOfAna({ state }: App) {
  changedByAna(state);
  state.stream.send("appointment.changed", { id: uuid(1), versao: 2, cause: "edicao" });
}

test("an open form says what changed before it saves, and keeps what was typed", async () => {
  const app = renderApp(OPEN, { fill });
  const form = await openEdit(app);
  const remarks = within(form).getByLabelText("Observações");
  await app.act.clear(remarks);
  await app.act.type(remarks, "Portão azul");
  tellOfAna(app);
  const notice = await within(form).findByRole("status", { name: "Mudança de outra pessoa" });
  expect(notice).toHaveTextContent("Status agora é “Confirmado”");
  expect(notice).toHaveTextContent("Observações agora é “Sem jejum”; o seu continua no formulário");
  await waitFor(() => expect(notice).toHaveTextContent("Ana Prado"));
  expect(within(form).getByLabelText("Status")).toHaveValue("Confirmado");
  expect(remarks).toHaveValue("Portão azul");
  expect(remarks).toHaveFocus();
  await app.act.click(within(form).getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(app.state.appointments[0]).toMatchObject({
    status: "Confirmado",
    observacoes: "Portão azul",
    versao: 3,
  });
});

test("of an open form the new value can be taken, and the notice dismissed", async () => {
  const app = renderApp(OPEN, { fill });
  const form = await openEdit(app);
  const remarks = within(form).getByLabelText("Observações");
  await app.act.type(remarks, " total");
  tellOfAna(app);
  await app.act.click(await within(form).findByRole("button", { name: "Usar o novo" }));
  expect(remarks).toHaveValue("Sem jejum");
  await app.act.click(within(form).getByRole("button", { name: "Entendi" }));
  expect(within(form).queryByText(/mudou este agendamento/)).not.toBeInTheDocument();
  expect(remarks).toHaveValue("Sem jejum");
});

test("a change that no field of the form shows passes in silence, and saving is not refused for it", async () => {
  const app = renderApp(OPEN, { fill });
  const form = await openEdit(app);
  await app.act.type(within(form).getByLabelText("Observações"), " total");
  Object.assign(app.state.appointments[0] ?? {}, { pendencias: ["endereco_a_rever"], versao: 2 });
  app.state.stream.send("appointment.changed", { id: uuid(1), versao: 2, cause: "normalizacao" });
  await screen.findByText("Rever endereço");
  await app.act.click(within(form).getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(app.state.appointments[0]).toMatchObject({ observacoes: "Jejum total", versao: 3 });
});

test("closing a form with changes asks first", async () => {
  const app = renderApp("/agendamentos", { fill });
  const form = await openNew(app);
  await app.act.type(within(form).getByLabelText("Nome do paciente"), "Rui");
  await app.act.keyboard("{Escape}");
  await app.act.click(await screen.findByRole("button", { name: "Continuar editando" }));
  expect(within(form).getByLabelText("Nome do paciente")).toHaveValue("Rui");
  await app.act.click(screen.getByRole("button", { name: "Cancelar" }));
  await app.act.click(await screen.findByRole("button", { name: "Descartar" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("a visit is confirmed with its channel", async () => {
  const app = renderApp(OPEN, { fill });
  await app.act.click(await screen.findByRole("button", { name: "Confirmar" }));
  const dialog = await screen.findByRole("dialog", { name: "Confirmar a visita" });
  await app.act.selectOptions(within(dialog).getByLabelText("Como o paciente confirmou"), "Telefone");
  await app.act.click(within(dialog).getByRole("button", { name: "Confirmar" }));
  await waitFor(() =>
    expect(app.state.appointments[0]).toMatchObject({ status: "Confirmado", canal_confirmacao: "Telefone" }),
  );
  expect(await screen.findByRole("button", { name: "Marcar como coletado" })).toBeVisible();
});

test("a booked visit is cancelled only with a reason", async () => {
  const booked = (state: MockState) => {
    fill(state);
    state.appointments = [appointment(1, { calcom_booking_id: "uid1" })];
  };
  const app = renderApp(OPEN, { fill: booked });
  await app.act.click(await screen.findByRole("button", { name: "Mais ações" }));
  await app.act.click(await screen.findByRole("menuitem", { name: "Cancelar agendamento" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancelar o agendamento" });
  await app.act.click(within(dialog).getByRole("button", { name: "Cancelar agendamento" }));
  expect(within(dialog).getByText("Informe o motivo: há uma reserva no Cal.com.")).toBeVisible();
  await app.act.type(within(dialog).getByLabelText("Motivo"), "Pediu para desmarcar");
  await app.act.click(within(dialog).getByRole("button", { name: "Cancelar agendamento" }));
  await waitFor(() =>
    expect(app.state.appointments[0]).toMatchObject({
      status: "Cancelado",
      motivo_cancelamento: "Pediu para desmarcar",
    }),
  );
});

test("logística edits who goes and nothing else", async () => {
  const app = renderApp(OPEN, { as: "logistica", fill });
  await app.act.click(await screen.findByRole("button", { name: "Definir logística" }));
  const form = await screen.findByRole("dialog", { name: "Logística da visita" });
  expect(within(form).queryByLabelText("CPF")).not.toBeInTheDocument();
  await within(form).findByRole("option", { name: "Rosa Campos" });
  await app.act.selectOptions(within(form).getByLabelText("Coletora"), "Rosa Campos");
  await app.act.click(screen.getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(app.state.appointments[0]?.collector_id).toBe(collector(0, "").id));
});
