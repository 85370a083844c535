import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { appointment, daysFromToday, historyEntry, uuid } from "../mock/builders";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";
import { server } from "../server";

function fill(state: MockState) {
  state.appointments = [
    appointment(1, { nome_paciente: "João Araújo", pendencias: ["cpf_ausente", "codigo_novo"] }),
    appointment(2, {
      nome_paciente: "Marta Lima",
      origem: "calcom",
      status: "Confirmado",
      nome_unidade: "Moema",
      calcom_booking_id: "uid2",
      calcom_url: "https://cal.example.com/booking/uid2",
      data_agendamento: "2099-03-05",
      hora_agendamento: "23:30",
      inicio: "2099-03-06T03:30:00Z",
      fuso: "America/Manaus",
    }),
    appointment(3, { nome_paciente: "Rui Alves", data_agendamento: daysFromToday(-3) }),
    appointment(4, { nome_paciente: "Sara Dias", data_agendamento: null, hora_agendamento: null }),
  ];
  state.history.set(uuid(2), [
    historyEntry(1, {
      at: "2026-03-05T14:05:00Z",
      changes: [
        { field: "data_agendamento", from: null, to: "2099-03-05" },
        { field: "inicio", from: null, to: "2099-03-06T03:30:00Z" },
        { field: "pendencias", from: null, to: ["cpf_ausente"] },
      ],
    }),
    historyEntry(2, {
      actor: { kind: "usuario", name: "Ana Prado" },
      cause: { kind: "edicao", id: null },
      at: "2026-03-06T10:00:00Z",
      changes: [{ field: "status", from: "Agendado", to: "Confirmado" }],
    }),
  ]);
}

const rows = () => screen.getAllByRole("row").slice(1);
const rowOf = async (name: string) => {
  const row = (await screen.findByRole("button", { name })).closest("tr");
  if (!row) throw new Error(`${name} is not in a row`);
  return row;
};

test("today's and later appointments, with status, origin and pending codes in words", async () => {
  renderApp("/agendamentos", { fill });
  const marta = await rowOf("Marta Lima");
  expect(marta).toHaveTextContent("Cal.com");
  expect(marta).toHaveTextContent("Confirmado");
  const joao = await rowOf("João Araújo");
  expect(within(joao).getByText("Falta o CPF")).toBeVisible();
  expect(within(joao).getByText("codigo novo")).toBeVisible();
  expect(joao).not.toHaveTextContent("Cal.com");
  expect(rows()).toHaveLength(2);
});

test("date and hour are the unit's own, whatever the browser's zone", async () => {
  renderApp("/agendamentos", { fill });
  expect(await rowOf("Marta Lima")).toHaveTextContent("05/03/2099 · 23:30");
});

test("scopes are links and show their own rows", async () => {
  const { act, url } = renderApp("/agendamentos", { fill });
  await act.click(await screen.findByRole("link", { name: "Sem data" }));
  expect(await rowOf("Sara Dias")).toHaveTextContent("Sem data");
  await act.click(screen.getByRole("link", { name: "Histórico" }));
  await rowOf("Rui Alves");
  expect(url()).toBe("/agendamentos?scope=history");
});

test("filters narrow the list, stand in the URL and can be cleared", async () => {
  const { act, url } = renderApp("/agendamentos", { fill });
  await act.click(await screen.findByRole("button", { name: "Origem" }));
  await act.click(screen.getByRole("checkbox", { name: "Cal.com" }));
  await waitFor(() => expect(screen.queryByText("João Araújo")).not.toBeInTheDocument());
  expect(url()).toBe("/agendamentos?origem=calcom");
  await act.keyboard("{Escape}");
  await act.click(screen.getByRole("button", { name: "Limpar filtros" }));
  await rowOf("João Araújo");
  expect(url()).toBe("/agendamentos");
});

test("units come from what is booked", async () => {
  const { act, url } = renderApp("/agendamentos", { fill });
  await act.click(await screen.findByRole("button", { name: "Unidade" }));
  await act.click(await screen.findByRole("checkbox", { name: "Moema" }));
  expect(url()).toBe("/agendamentos?nome_unidade=Moema");
  await waitFor(() => expect(screen.queryByText("João Araújo")).not.toBeInTheDocument());
});

test("a URL's filters are applied, and what it holds of nonsense is ignored", async () => {
  renderApp("/agendamentos?pendencia=cpf_ausente&status=Nada&page=x&sort=cpf", { fill });
  await rowOf("João Araújo");
  expect(rows()).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Pendência: Falta o CPF" })).toBeVisible();
});

test("the search finds without accents and never reaches the URL", async () => {
  const { act, url } = renderApp("/agendamentos", { fill });
  await rowOf("Marta Lima");
  await act.type(screen.getByRole("searchbox"), "joao ara");
  await waitFor(() => expect(screen.queryByText("Marta Lima")).not.toBeInTheDocument());
  expect(rows()).toHaveLength(1);
  expect(url()).toBe("/agendamentos");
  await act.type(screen.getByRole("searchbox"), "zzz");
  expect(await screen.findByText("Nada encontrado")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Limpar busca e filtros" }));
  await rowOf("Marta Lima");
});

test("a column's head sorts, and says how", async () => {
  const { act } = renderApp("/agendamentos?scope=all", { fill });
  await act.click(await screen.findByRole("button", { name: "Paciente" }));
  const head = screen.getByRole("columnheader", { name: "Paciente" });
  expect(head).toHaveAttribute("aria-sort", "ascending");
  await waitFor(() => expect(rows()[0]).toHaveTextContent("João Araújo"));
  await act.click(screen.getByRole("button", { name: "Paciente" }));
  await waitFor(() => expect(rows()[0]).toHaveTextContent("Sara Dias"));
});

test("a long list is paged", async () => {
  const { act, url } = renderApp("/agendamentos", {
    fill: (state) => {
      state.appointments = Array.from({ length: 30 }, (_, n) => appointment(n + 1));
    },
  });
  expect(await screen.findByText("1–25 de 30")).toBeVisible();
  await act.click(screen.getByRole("button", { name: "Próxima página" }));
  expect(await screen.findByText("26–30 de 30")).toBeVisible();
  expect(url()).toBe("/agendamentos?page=2");
});

test("a failed load says why and can be tried again", async () => {
  let isDown = true;
  const { act } = renderApp("/agendamentos", { fill });
  server.use(
    http.get("*/api/v1/appointments", () =>
      isDown ? HttpResponse.json({ detail: "Banco fora do ar." }, { status: 503 }) : undefined,
    ),
  );
  expect(await screen.findByText("Banco fora do ar.")).toBeVisible();
  isDown = false;
  await act.click(screen.getByRole("button", { name: "Tentar de novo" }));
  await rowOf("Marta Lima");
});

test("the details show every group, the way to Cal.com and a readable timeline", async () => {
  const { act, url } = renderApp("/agendamentos", { fill });
  await act.click(await screen.findByRole("button", { name: "Marta Lima" }));
  const drawer = await screen.findByRole("dialog", { name: "Marta Lima" });
  expect(url()).toBe(`/agendamentos?agendamento=${uuid(2)}`);
  for (const title of ["Visita", "Paciente", "Convênio", "Endereço", "Logística", "Registro"]) {
    expect(within(drawer).getByRole("region", { name: title })).toBeVisible();
  }
  expect(within(drawer).getByText("529.982.247-25")).toBeVisible();
  const link = within(drawer).getByRole("link", { name: "Abrir no Cal.com" });
  expect(link).toHaveAttribute("href", "https://cal.example.com/booking/uid2");
  const timeline = await within(drawer).findByRole("list", { name: "Mudanças" });
  const [newest, oldest] = [...timeline.children];
  expect(newest).toHaveTextContent("Ana Prado · edição06/03/2026 06:00Status: Agendado → Confirmado");
  expect(oldest).toHaveTextContent("Cal.com · aviso recebido do Cal.com05/03/2026 10:05");
  expect(oldest).toHaveTextContent("Data: 05/03/2099Pendências: Falta o CPF");
  expect(oldest).not.toHaveTextContent("Início");
  await act.click(within(drawer).getByRole("button", { name: "Fechar" }));
  expect(url()).toBe("/agendamentos");
});

test("an appointment that is gone says so", async () => {
  renderApp(`/agendamentos?agendamento=${uuid(77)}`, { fill });
  expect(await screen.findByText("Agendamento não encontrado.")).toBeVisible();
});
