import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { appointment, daysFromToday, user, uuid } from "../mock/builders";
import { client, collector, driver, staffUser, tag, unit } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

test("KPIs count what the filters ask for", async () => {
  renderApp("/agendamentos?origem=calcom", {
    fill: (state) => {
      state.appointments = [appointment(1, { origem: "calcom", status: "Confirmado" }), appointment(2)];
    },
  });
  const kpis = await screen.findByRole("region", { name: "Indicadores" });
  await waitFor(() => expect(kpis).toHaveTextContent("Total1Confirmados1100%"));
  expect(within(kpis).getByRole("list", { name: "Por origem" })).toHaveTextContent("Cal.com 1");
});

test("the calendar shows each visit at its unit's own hour, and its day leads on", async () => {
  const day = daysFromToday(0);
  const { act, url } = renderApp(`/agendamentos?view=calendar&day=${day}`, {
    fill: (state) => {
      const late = { data_agendamento: day, hora_agendamento: "23:30", fuso: "America/Manaus" };
      state.appointments = [appointment(1, { nome_paciente: "Marta Lima", ...late })];
    },
  });
  const week = await screen.findByRole("table", { name: "Semana" });
  expect(within(week).getByRole("rowheader")).toHaveTextContent("23h");
  await act.click(screen.getByRole("button", { name: "Dia" }));
  expect(await screen.findByRole("list", { name: "Visitas do dia" })).toHaveTextContent("23:30 Marta Lima");
  await act.click(screen.getByRole("button", { name: /Marta Lima/ }));
  expect(await screen.findByRole("dialog", { name: "Marta Lima" })).toBeVisible();
  await act.keyboard("{Escape}");
  await act.click(screen.getByRole("button", { name: "Próximo dia" }));
  expect(url()).toContain(`day=${daysFromToday(1)}`);
});

const SHEET = new File(["x"], "agenda.xlsx");

async function upload(fill: (state: MockState) => void) {
  const app = renderApp("/agendamentos", { fill });
  await app.act.click(await screen.findByRole("button", { name: "Importar planilha" }));
  await app.act.upload(await screen.findByLabelText(/Escolha a planilha/), SHEET);
  return app;
}

test("a spreadsheet is looked at, then written", async () => {
  const { act } = await upload(() => undefined);
  expect(await screen.findByText("Alice Rocha")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Gravar 3 agendamentos" }));
  expect(await screen.findByText("3 agendamentos criados")).toBeVisible();
});

test("a spreadsheet with errors shows each at its row and cannot be written", async () => {
  await upload((state) => {
    const erros = [{ linha: 7, coluna: "Data", mensagem: "A data já passou." }];
    state.nextImport = { state: "recusado", erros, erros_total: 1 };
  });
  const errors = await screen.findByRole("table", { name: "Erros" });
  expect(within(errors).getByRole("row", { name: "7 Data A data já passou." })).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Gravar/ })).not.toBeInTheDocument();
});

test("two records of one client are made one", async () => {
  const { act, state } = renderApp(`/clientes/${uuid(8000)}`, {
    fill: (given) => {
      given.clients = [client(0, { nome: "Helena Matos" }), client(1, { nome: "Helena M. Silva" })];
      given.appointments = [appointment(1, { nome_paciente: "Helena M.", cliente_id: uuid(8001) })];
    },
  });
  expect(await screen.findByText("Nenhum agendamento deste cliente")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Unir com outro" }));
  await act.type(screen.getByLabelText("O outro cadastro"), "helena");
  await act.click(await screen.findByRole("option", { name: /Helena M. Silva/ }));
  await act.click(screen.getByRole("button", { name: "Unir cadastros" }));
  await waitFor(() => expect(state.clients).toHaveLength(1));
  expect(await screen.findByRole("button", { name: "Helena M." })).toBeVisible();
});

function fillAgenda(state: MockState) {
  state.registers.collectors = [collector(0, "Rosa Campos"), collector(1, "Sílvia Reis")];
  const times = {
    data_agendamento: daysFromToday(0),
    inicio: "2026-03-01T11:00:00Z",
    fim: "2026-03-01T11:30:00Z",
  };
  state.appointments = [
    appointment(1, { nome_paciente: "Marta Lima", ...times }),
    appointment(2, { nome_paciente: "Rui Alves", ...times, collector_id: uuid(4000) }),
  ];
}

test("a visit is assigned by the choice on it, and an overlap is said", async () => {
  const { act } = renderApp("/agenda", { as: "logistica", fill: fillAgenda });
  const none = await screen.findByRole("region", { name: /Sem coletora/ });
  await act.selectOptions(within(none).getByLabelText("Coletora de Marta Lima"), "Rosa Campos");
  const warning = await screen.findByRole("region", { name: "Avisos" });
  expect(warning).toHaveTextContent("coletora Rosa Campos nas duas");
  expect(screen.getByRole("region", { name: /Rosa Campos/ })).toHaveTextContent("Marta Lima");
});

test("a visit is dragged to a collector", async () => {
  const { state } = renderApp("/agenda", { as: "logistica", fill: fillAgenda });
  const column = await screen.findByRole("region", { name: /Sílvia Reis/ });
  fireEvent.drop(column, { dataTransfer: { getData: () => uuid(1) } });
  await waitFor(() => expect(state.appointments[0]?.collector_id).toBe(uuid(4001)));
});

test("a small list's item is added, and one in use is deactivated instead of deleted", async () => {
  const { act, state } = renderApp("/cadastros/drivers", {
    as: "logistica",
    fill: (given) => {
      given.registers.drivers = [driver(0, "Davi Lopes")];
      given.appointments = [appointment(1, { driver_id: uuid(3000) })];
    },
  });
  await act.click(await screen.findByRole("button", { name: "Incluir motorista" }));
  await act.type(screen.getByLabelText("Nome"), "Elias Moura");
  await act.click(screen.getByRole("button", { name: "Salvar" }));
  expect(await screen.findByRole("button", { name: "Elias Moura" })).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Davi Lopes" }));
  await act.click(screen.getByRole("button", { name: "Excluir" }));
  await act.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Excluir" }));
  expect(await screen.findByText("Está em uso: desative em vez de excluir.")).toBeVisible();
  await act.click(screen.getByRole("checkbox"));
  await act.click(screen.getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(state.registers.drivers[0]?.active).toBe(false));
});

test("an atendente reads the small lists without writing", async () => {
  renderApp("/cadastros/tags", { fill: (state) => state.registers.tags.push(tag(0, "Jejum", "#744a05")) });
  expect(await screen.findByText("Jejum")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Jejum" })).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /Incluir/ })).not.toBeInTheDocument();
});

test("the gestor adds a user, and the last gestor stays", async () => {
  const { act, state } = renderApp("/usuarios", {
    as: "gestor",
    fill: (given) => given.staff.push(staffUser(0, user("gestor"))),
  });
  await act.click(await screen.findByRole("button", { name: "Incluir usuário" }));
  await act.type(screen.getByLabelText("Nome"), "Bia Costa");
  await act.type(screen.getByLabelText("E-mail"), "bia@demo.example.com");
  await act.type(screen.getByLabelText("Senha inicial"), "uma-senha-longa");
  await act.click(screen.getByRole("button", { name: "Salvar" }));
  expect(await screen.findByText("bia@demo.example.com")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Gil Souza" }));
  await act.click(screen.getByRole("checkbox"));
  await act.click(screen.getByRole("button", { name: "Salvar" }));
  expect(await screen.findByText(/último gestor ativo/)).toBeVisible();
  expect(state.staff[0]?.active).toBe(true);
});

test("the own password is changed from the account menu", async () => {
  const { act } = renderApp("/clientes", { fill: (state) => state.registers.units.push(unit(0)) });
  await act.click(await screen.findByRole("button", { name: /Ana Prado/ }));
  await act.click(await screen.findByRole("menuitem", { name: "Trocar a senha" }));
  await act.type(await screen.findByLabelText("Senha atual"), "errada");
  await act.type(screen.getByLabelText("Nova senha"), "uma-senha-longa");
  await act.type(screen.getByLabelText("Repita a nova senha"), "uma-senha-longa");
  await act.click(screen.getByRole("button", { name: "Trocar a senha" }));
  expect(await screen.findByText("A senha atual não confere.")).toBeVisible();
  await act.clear(screen.getByLabelText("Senha atual"));
  await act.type(screen.getByLabelText("Senha atual"), "clinica-demo");
  await act.click(screen.getByRole("button", { name: "Trocar a senha" }));
  expect(await screen.findByText("Senha trocada")).toBeVisible();
});
