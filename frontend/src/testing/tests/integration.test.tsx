import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { uuid } from "../mock/builders";
import { completeness, health, provisioning, run } from "../mock/integration";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

const AS_GESTOR = { as: "gestor" } as const;
const region = (name: string) => screen.findByRole("region", { name });

test("health says that nothing needs anybody, each part in a word", async () => {
  const { url } = renderApp("/integracao", AS_GESTOR);
  expect(await screen.findByText("Nada precisa de você agora.")).toBeVisible();
  expect(url()).toBe("/integracao/saude");
  expect(await region("Webhook")).toHaveTextContent("Ativo");
  expect(await region("API do Cal.com")).toHaveTextContent("Responde");
  expect(await region("Entregas")).toHaveTextContent("Demora (95 % até)1,4 s");
  expect(screen.getByText("Nenhuma conciliação até agora")).toBeVisible();
});

test("health names what needs a person, and where to go", async () => {
  const tasks = [
    { code: "entregas_paradas", total: 2 },
    { code: "conflito", total: 1 },
    { code: "codigo_novo", total: 3 },
  ];
  const api = { ...health().api, is_resting: true };
  const fill = (state: MockState) => {
    state.health = health({
      tasks,
      api,
      is_worker_alive: false,
      pushes: { waiting: 4, overdue: 1, refused: 0 },
    });
  };
  renderApp("/integracao/saude", { ...AS_GESTOR, fill });
  const list = await region("Precisa de uma pessoa");
  const links = within(list).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    "/integracao/entregas?state=failed&state=dead",
    "/conflitos",
    "/integracao/saude",
  ]);
  expect(links[0]).toHaveTextContent("2entregas pararam e não chegaram à agenda");
  expect(await region("API do Cal.com")).toHaveTextContent("Não responde");
  expect(await region("Processamento")).toHaveTextContent("Parado");
  expect(await region("Envios ao Cal.com")).toHaveTextContent("Atrasados");
});

test.each([
  [
    { waiting: 12, oldest_at: "2026-03-02T14:55:00Z" },
    "Esperam em disco",
    "à espera do banco12, a mais antiga há 5 min",
  ],
  [{ unreadable: 3 }, "Há ilegíveis em disco", "Em disco, ilegíveis3"],
  [{ is_writable: false }, "Disco sem escrita", "à espera do banconenhuma"],
])("health says what lies on disk: %o", async (given, verdict, line) => {
  const { inbox } = health();
  const spool = { waiting: 0, oldest_at: null, unreadable: 0, is_writable: true, ...given };
  const fill = (state: MockState) => {
    state.health = health({ inbox: { ...inbox, spool } });
  };
  renderApp("/integracao/saude", { ...AS_GESTOR, fill });
  const card = await region("Entregas");
  expect(card).toHaveTextContent(verdict);
  expect(card).toHaveTextContent(line);
});

test("health says which work no worker takes, though one lives", async () => {
  const fill = (state: MockState) => {
    state.health = health({ stalled: ["process_delivery", "codigo_novo"] });
  };
  renderApp("/integracao/saude", { ...AS_GESTOR, fill });
  const card = await region("Processamento");
  expect(card).toHaveTextContent("Não avança");
  expect(card).toHaveTextContent("Fila de trabalhoparada: entregas, codigo novo");
});

test("health says why Cal.com's API does not answer", async () => {
  const failed = run(1, { state: "falhou", error: "Untrusted: certificado_invalido" });
  const fill = (state: MockState) => {
    state.health = health({ api: { ...health().api, is_reachable: false }, runs: [failed] });
  };
  renderApp("/integracao/saude", { ...AS_GESTOR, fill });
  const card = await region("API do Cal.com");
  expect(card).toHaveTextContent("MotivoO certificado do Cal.com venceu ou não é de confiança.");
});

test("every plot has its numbers in a table", async () => {
  const { act } = renderApp("/integracao/saude", AS_GESTOR);
  const plot = await region("Visitas por origem, últimas 8 semanas");
  await act.click(within(plot).getByText("Ver em tabela"));
  const rows = within(plot).getAllByRole("row");
  expect(rows).toHaveLength(9);
  expect(rows[1]).toHaveTextContent("12/015300");
  const lags = await region("Demora até a agenda, últimas 24 h");
  expect(within(lags).getAllByText("–")[0]).toBeInTheDocument();
});

test("a part that does not exist is not found", async () => {
  renderApp("/integracao/nada", AS_GESTOR);
  expect(await screen.findByText("Esta página não existe")).toBeVisible();
});

test("a run is asked for and appears in the list", async () => {
  const { act, state } = renderApp("/integracao/conciliacao", AS_GESTOR);
  expect(await screen.findByText("Nenhuma conciliação até agora")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Janela inteira" }));
  await act.click(screen.getByRole("checkbox", { name: "Só ensaiar: comparar sem mudar nada" }));
  await act.click(screen.getByRole("button", { name: "Rodar agora" }));
  const table = await screen.findByRole("table", { name: "Conciliações" });
  expect(within(table).getByText("Na fila")).toBeVisible();
  expect(within(table).getByText("Ensaio")).toBeVisible();
  expect(within(table).getByText("Gil Souza")).toBeVisible();
  expect(state.runs.map(({ kind, dry_run }) => [kind, dry_run])).toEqual([["full", true]]);
});

test("a period that ends before it begins is refused in words", async () => {
  const { act, state } = renderApp("/integracao/conciliacao", AS_GESTOR);
  await act.click(await screen.findByRole("button", { name: "Período escolhido" }));
  await act.type(screen.getByLabelText("De"), "2026-03-05");
  screen.getByLabelText("Até").removeAttribute("min");
  await act.type(screen.getByLabelText("Até"), "2026-03-01");
  await act.click(screen.getByRole("button", { name: "Rodar agora" }));
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "Escolha um período que não termine antes de começar.",
  );
  expect(state.runs).toEqual([]);
});

test("a run's differences lead to their appointments", async () => {
  const drift = [
    { kind: "diferente" as const, appointment_id: uuid(2), key: null, detail: null },
    { kind: "faltava_aqui" as const, appointment_id: null, key: "reserva-1", detail: null },
  ];
  const failed = run(2, { state: "falhou", error: "Retryable: 503" });
  const { act } = renderApp("/integracao/conciliacao", {
    ...AS_GESTOR,
    fill: (state) => {
      state.runs = [failed, run(1, { kind: "full", drift })];
    },
  });
  expect(await screen.findByText("O Cal.com não respondeu.")).toBeVisible();
  const table = screen.getByRole("table", { name: "Conciliações" });
  await act.click(within(table).getByRole("button", { name: "Janela inteira" }));
  const panel = await screen.findByRole("dialog", { name: "Conciliação" });
  expect(await within(panel).findByText("Estava diferente aqui")).toBeVisible();
  expect(within(panel).getByText("reserva-1")).toBeVisible();
  expect(within(panel).getByRole("link", { name: "Abrir agendamento" })).toHaveAttribute(
    "href",
    `/agendamentos?scope=all&agendamento=${uuid(2)}`,
  );
});

test("the proof lists what does not add up, and why", async () => {
  renderApp("/integracao/conciliacao", {
    ...AS_GESTOR,
    fill: (state) => {
      state.completeness = completeness();
    },
  });
  const others = await region("Reservas que não batem");
  expect(others).toHaveTextContent("Está no Cal.com e não chegou à agenda");
  expect(others).toHaveTextContent("O horário é outro aqui");
  expect(within(others).getAllByRole("link", { name: "Abrir agendamento" })).toHaveLength(1);
  const days = screen.getByRole("table", { name: "Reservas por dia e tipo de evento" });
  expect(within(days).getByText("Não bate")).toBeVisible();
});

test("without a whole run there is no proof, and it says how to get one", async () => {
  renderApp("/integracao/conciliacao", AS_GESTOR);
  expect(await screen.findByText("Ainda não há prova")).toBeVisible();
});

test("the setup lists faults and what would change, asks, and says what it did", async () => {
  const { act } = renderApp("/integracao/configuracao", {
    ...AS_GESTOR,
    fill: (state) => {
      state.provisioning = provisioning({
        changes: ["Webhook: ligar"],
        faults: [
          { code: "webhook_inativo", text: "O webhook está desligado.", is_repairable: true },
          { code: "tipo_escondido", text: "O tipo de evento Moema está escondido.", is_repairable: false },
        ],
      });
    },
  });
  const faults = await screen.findByRole("list", { name: "Defeitos" });
  expect(faults).toHaveTextContent("O webhook está desligado.O botão corrige");
  expect(faults).toHaveTextContent("O tipo de evento Moema está escondido.Corrija no Cal.com");
  expect(screen.getByRole("list", { name: "O que mudaria" })).toHaveTextContent("Mudaria: Webhook: ligar");
  await act.click(screen.getByRole("button", { name: "Aplicar no Cal.com" }));
  const question = await screen.findByRole("alertdialog");
  await act.click(within(question).getByRole("button", { name: "Aplicar" }));
  expect(await screen.findByText("Feito: Webhook: ligar")).toBeVisible();
  await waitFor(() => expect(screen.queryByText("O webhook está desligado.")).not.toBeInTheDocument());
  expect(screen.getByText("O tipo de evento Moema está escondido.")).toBeVisible();
});

test("without an API the setup says what is missing", async () => {
  renderApp("/integracao/configuracao", {
    ...AS_GESTOR,
    fill: (state) => {
      state.provisioning = null;
    },
  });
  expect(await screen.findByText("A API do Cal.com não está configurada.")).toBeVisible();
});

test("nobody but the gestor comes in", async () => {
  renderApp("/integracao/saude", { as: "logistica" });
  expect(await screen.findByText("Sem acesso a esta página")).toBeVisible();
});
