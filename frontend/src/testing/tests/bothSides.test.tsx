import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Appointment } from "@/api/models";
import { appointment, booking, REFUSED_MOVE, uuid } from "../mock/builders";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

const OPEN = `/agendamentos?agendamento=${uuid(1)}`;
const BOOKED: Partial<Appointment> = {
  nome_paciente: "Marta Lima",
  origem: "calcom",
  calcom_booking_id: "uid1",
  calcom_url: "https://cal.example.com/booking/uid1",
  reagendar_url: "https://cal.example.com/reschedule/uid1",
};
/** A conflict of the clinic with Cal.com, and of nobody else. */
const ALONE = { entre_cadastros: false, outros_da_clinica: [] };
const TORN: Appointment["conflitos"] = [
  {
    campo: "telefone",
    da_clinica: "+5511911112222",
    da_reserva: "+5511933334444",
    vale: "reserva",
    desde: "2026-03-01T12:00:00Z",
    ...ALONE,
  },
  {
    campo: "slot",
    da_clinica: { inicio: "2026-03-05T11:00:00Z", fim: "2026-03-05T11:30:00Z" },
    da_reserva: { inicio: "2026-03-06T13:00:00Z", fim: "2026-03-06T13:30:00Z" },
    vale: "reserva",
    desde: "2026-03-01T12:00:00Z",
    ...ALONE,
  },
];

const holding =
  (given: Partial<Appointment>, more: (state: MockState) => void = () => undefined) =>
  (state: MockState) => {
    state.appointments = [appointment(1, { ...BOOKED, ...given })];
    more(state);
  };
const refused = holding({ envio: REFUSED_MOVE, pendencias: ["envio_recusado", "cpf_ausente"] });

test.each([
  ["Envio pendente", { ...REFUSED_MOVE, estado: "pendente", detalhe: null }],
  ["Enviado", { ...REFUSED_MOVE, estado: "enviado", detalhe: null }],
  ["Envio recusado", REFUSED_MOVE],
])("a row says whether Cal.com knows: %s", async (label, envio) => {
  renderApp("/agendamentos", { fill: holding({ envio: envio as Appointment["envio"] }) });
  const row = (await screen.findByRole("button", { name: "Marta Lima" })).closest("tr");
  expect(within(row as HTMLElement).getByText(label)).toBeVisible();
});

test("a row names the refusal once, and keeps its other pending codes", async () => {
  renderApp("/agendamentos", { fill: refused });
  const row = (await screen.findByRole("button", { name: "Marta Lima" })).closest("tr");
  expect(row).toHaveTextContent("Falta o CPF");
  expect(row).not.toHaveTextContent("Recusado pelo Cal.com");
});

test("a refused push says why, what each way out does, and takes the one chosen", async () => {
  const { act, state } = renderApp(OPEN, { fill: refused });
  const card = await screen.findByRole("region", { name: "O Cal.com não aceitou: remarcação" });
  expect(card).toHaveTextContent("O horário já está ocupado no Cal.com.");
  const undo = within(card).getByRole("button", { name: "Desfazer" });
  expect(undo).toHaveAccessibleDescription("O agendamento volta ao horário que está no Cal.com.");
  expect(within(card).getByRole("button", { name: "Manter aqui" })).toHaveAccessibleDescription(
    /no Cal.com a reserva continua no horário antigo/,
  );
  await act.click(within(card).getByRole("button", { name: "Tentar de novo" }));
  await waitFor(() => expect(card).not.toBeInTheDocument());
  expect(state.appointments[0]?.envio?.estado).toBe("pendente");
  const drawer = screen.getByRole("dialog", { name: "Marta Lima" });
  expect(within(drawer).getByText("Envio pendente")).toBeVisible();
});

test("a refusal that somebody else decided meanwhile is told and gone", async () => {
  const { act, state } = renderApp(OPEN, { fill: refused });
  const keep = await screen.findByRole("button", { name: "Manter aqui" });
  Object.assign(state.appointments[0] ?? {}, { envio: null, pendencias: [], versao: 2 });
  await act.click(keep);
  await waitFor(() => expect(keep).not.toBeInTheDocument());
});

test("logística reads a refusal and decides nothing", async () => {
  renderApp(OPEN, { as: "logistica", fill: refused });
  const card = await screen.findByRole("region", { name: /não aceitou/ });
  expect(within(card).queryByRole("button")).not.toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Abrir no Cal.com" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Reagendar no Cal.com" })).not.toBeInTheDocument();
});

test("an open booking is opened at Cal.com and moved in our own page; a closed one is only opened", async () => {
  const { unmount } = renderApp(OPEN, { fill: holding({}) });
  expect(await screen.findByRole("link", { name: "Reagendar no Cal.com" })).toHaveAttribute(
    "href",
    `/autoagendamento?agendamento=${uuid(1)}`,
  );
  unmount();
  renderApp(OPEN, { fill: holding({ reagendar_url: null }) });
  expect(await screen.findByRole("link", { name: "Abrir no Cal.com" })).toBeVisible();
  expect(screen.queryByRole("link", { name: /^(Reagendar|Reservar) no Cal.com$/ })).not.toBeInTheDocument();
});

test.each<[string, Partial<Appointment>, boolean]>([
  ["waits for an hour", {}, true],
  ["has its hour", { hora_agendamento: "08:30" }, false],
  ["is cancelled", { status: "Cancelado" }, false],
])(
  "a visit that nobody booked and that %s: whether its time is chosen at Cal.com",
  async (_, given, isOffered) => {
    const unbooked = { calcom_url: null, reagendar_url: null, calcom_booking_id: null };
    const waiting = { data_agendamento: null, hora_agendamento: null, inicio: null, fim: null };
    renderApp(OPEN, { fill: holding({ ...unbooked, ...waiting, ...given }) });
    const drawer = await screen.findByRole("dialog", { name: "Marta Lima" });
    await within(drawer).findByText("Linha do tempo");
    const links = within(drawer).queryAllByRole("link", { name: "Reservar no Cal.com" });
    expect(links).toHaveLength(isOffered ? 1 : 0);
  },
);

test("a conflict shows both values by the unit's clock and is settled with one click", async () => {
  const { act, state } = renderApp(OPEN, { fill: holding({ conflitos: TORN, fuso: "America/Manaus" }) });
  const slot = await screen.findByRole("region", { name: "Horário: os dois lados mudaram" });
  expect(slot).toHaveTextContent("Na clínicaqui. 05/03/2026 07:00");
  expect(slot).toHaveTextContent("No Cal.comVale agorasex. 06/03/2026 09:00");
  expect(slot).toHaveTextContent("Com o da clínica, a reserva é remarcada no Cal.com.");
  const phone = screen.getByRole("region", { name: "Telefone: os dois lados mudaram" });
  expect(phone).toHaveTextContent("(11) 91111-2222");
  await act.click(within(phone).getByRole("button", { name: "Ficar com o da clínica" }));
  await waitFor(() => expect(phone).not.toBeInTheDocument());
  expect(state.appointments[0]).toMatchObject({ telefone: "+5511911112222", versao: 2 });
  expect(slot).toBeVisible();
});

test("what staff wanted in two records of one visit is shown whole", async () => {
  const at = (hour: number) => ({ inicio: `2026-03-05T${hour}:00:00Z`, fim: `2026-03-05T${hour}:30:00Z` });
  const given = { da_clinica: at(11), da_reserva: at(12), desde: "2026-03-01T12:00:00Z" };
  const both: Appointment["conflitos"] = [
    { campo: "slot", ...given, vale: "clinica", entre_cadastros: true, outros_da_clinica: [at(15)] },
  ];
  renderApp(OPEN, { fill: holding({ conflitos: both, fuso: "America/Manaus" }) });
  const card = await screen.findByRole("region", { name: "Horário: dois cadastros da mesma visita" });
  expect(card).toHaveTextContent("Neste cadastroVale agoraqui. 05/03/2026 07:00");
  expect(card).toHaveTextContent("No cadastro unido a estequi. 05/03/2026 08:00");
  expect(card).toHaveTextContent("A equipe também tinha escolhido: qui. 05/03/2026 11:00.");
  expect(within(card).getByRole("button", { name: "Ficar com o do unido" })).toBeVisible();
});

test("what was collected cannot be given up to a cancelled booking", async () => {
  const done: Appointment["conflitos"] = [
    {
      campo: "status",
      da_clinica: "Coletado",
      da_reserva: "encerrada",
      vale: "clinica",
      desde: "2026-03-01T12:00:00Z",
      ...ALONE,
    },
  ];
  renderApp(OPEN, { fill: holding({ status: "Coletado", conflitos: done }) });
  const card = await screen.findByRole("region", { name: "Status: os dois lados mudaram" });
  expect(card).toHaveTextContent("Reserva cancelada");
  expect(within(card).getByRole("button", { name: "Ficar com o da clínica" })).toBeVisible();
  expect(within(card).queryByRole("button", { name: "Ficar com o do Cal.com" })).not.toBeInTheDocument();
});

test("the page of conflicts lists them by appointment, and the menu counts down as they are settled", async () => {
  const { act } = renderApp("/conflitos", {
    fill: holding({ conflitos: TORN }, (state) => {
      state.appointments.push(appointment(2, { nome_paciente: "Rui Paz", conflitos: TORN.slice(0, 1) }));
    }),
  });
  const menu = await screen.findByRole("navigation", { name: "Principal" });
  const list = await screen.findByRole("list", { name: "Conflitos" });
  await waitFor(() =>
    expect(within(menu).getByRole("link", { name: /Conflitos/ })).toHaveTextContent("2 abertos"),
  );
  const rui = within(list).getByRole("button", { name: "Rui Paz" }).closest("li") as HTMLElement;
  expect(within(rui).getAllByRole("region")).toHaveLength(1);
  await act.click(within(rui).getByRole("button", { name: "Ficar com o do Cal.com" }));
  await waitFor(() => expect(rui).not.toBeInTheDocument());
  expect(within(menu).getByRole("link", { name: /Conflitos/ })).toHaveTextContent("1 aberto");
  await act.click(within(list).getByRole("button", { name: "Marta Lima" }));
  expect(await screen.findByRole("dialog", { name: "Marta Lima" })).toBeVisible();
});

test("without conflicts the page says so, and logística has no such page", async () => {
  const { unmount } = renderApp("/conflitos", { fill: holding({}) });
  expect(await screen.findByText("Nenhum conflito")).toBeVisible();
  unmount();
  renderApp("/conflitos", { as: "logistica", fill: holding({ conflitos: TORN }) });
  expect(await screen.findByText("Sem acesso a esta página")).toBeVisible();
  expect(screen.queryByRole("link", { name: /Conflitos/ })).not.toBeInTheDocument();
});

test("the timeline shows how the booking moved, and two open ones are put to a person", async () => {
  const moved = booking(1, { situacao: "remarcada", atual: false, motivo: "Viagem" });
  const other = booking(3, { atual: false, inicio: "2026-03-09T11:00:00Z" });
  const left = [booking(4, { situacao: "cancelada" })];
  renderApp(OPEN, {
    fill: holding({}, (state) => {
      state.bookings.set(uuid(1), { reservas: [moved, other, booking(2)], anteriores: [left] });
    }),
  });
  const chain = await screen.findByRole("list", { name: "Reserva no Cal.com" });
  const steps = within(chain).getAllByRole("listitem");
  expect(steps.map((step) => /Remarcada|Aceita/.exec(step.textContent ?? "")?.[0])).toEqual([
    "Remarcada",
    "Aceita",
    "Aceita",
  ]);
  expect(steps[0]).toHaveTextContent("Motivo: Viagem");
  expect(steps[2]).toHaveAttribute("aria-current", "true");
  expect(screen.getByRole("list", { name: "Reserva anterior" })).toHaveTextContent("Cancelada");
  const open = screen.getByRole("region", { name: "Reservas abertas" });
  expect(within(open).getByRole("link", { name: "seg. 09/03/2026 08:00" })).toHaveAttribute(
    "href",
    other.url,
  );
});

test("the page of conflicts leads to the open bookings, one of which is to be cancelled", async () => {
  renderApp("/conflitos", {
    fill: holding({}, (state) => {
      state.bookings.set(uuid(1), { reservas: [booking(1, { atual: false }), booking(2)], anteriores: [] });
    }),
  });
  const list = await screen.findByRole("list", { name: "Conflitos" });
  const links = within(within(list).getByRole("region", { name: "Reservas abertas" })).getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    "https://cal.example.com/booking/uid1",
    "https://cal.example.com/booking/uid2",
  ]);
});
