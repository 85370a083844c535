import { act as inAct, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { CALCOM, offer } from "../mock/bookingHandlers";
import { appointment, uuid } from "../mock/builders";
import { client } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";
import { askedWidgets, hasAskedForScript, loseScript, say, widgetFor } from "../widget";

const PAGE = "/autoagendamento";
const [PAULISTA, MOEMA] = [offer(1), offer(2)];
const LATE = offer(2, { title: "Coleta tarde", link: "clinica/coleta-tarde" });

function fill(state: MockState) {
  state.offers = [PAULISTA, MOEMA, LATE];
  state.clients = [client(1, { nome: "Marta Lima" })];
  state.appointments = [appointment(1, { nome_paciente: "Marta Lima" })];
}

afterEach(() => {
  inAct(loseScript);
  vi.useRealTimers();
});

type Act = ReturnType<typeof renderApp>["act"];

async function choose(act: Act, unit: string) {
  await act.selectOptions(await screen.findByLabelText("Unidade"), unit);
}

/** The page with a widget that shows Cal.com's booking page; its namespace. */
async function withWidget(given: Partial<Parameters<typeof renderApp>[1]> = {}) {
  const app = renderApp(PAGE, { fill, ...given });
  await choose(app.act, "Unidade 1");
  const { namespace } = await widgetFor(PAULISTA.link);
  const tell = (type: string, data?: unknown, origin?: string) =>
    inAct(() => say(namespace, type, data, origin));
  return { ...app, tell };
}

const booked = (uid: string) => ["bookingSuccessfulV2", { uid }] as const;
const fallback = () => screen.queryByText("O agendamento não abriu aqui");

test("the unit comes first, then what is done there; another choice is another widget", async () => {
  const { act } = renderApp(PAGE, { fill });
  expect(await screen.findByText("Escolha a unidade")).toBeVisible();
  expect(hasAskedForScript()).toBe(false);
  await choose(act, "Unidade 2");
  const first = await widgetFor(MOEMA.link);
  expect(first.config).toEqual({ theme: "light" });
  await act.selectOptions(screen.getByLabelText("Atendimento"), "Coleta tarde");
  const second = await widgetFor(LATE.link);
  expect(second.namespace).not.toBe(first.namespace);
  expect(second.namespace).toMatch(/^[0-9A-Za-z-]+$/);
});

test("a chosen client fills the widget in, and the unit stays", async () => {
  const { act } = await withWidget();
  await act.type(screen.getByLabelText("Paciente (opcional)"), "marta");
  await act.click(await screen.findByRole("option", { name: /Marta Lima/ }));
  await waitFor(() => expect(askedWidgets().at(-1)?.config).toEqual({ theme: "light", name: "Marta Lima" }));
  expect(screen.getByLabelText("Unidade")).toHaveValue(PAULISTA.unidade_id);
  await act.click(screen.getByRole("button", { name: "Escolher outro paciente" }));
  await waitFor(() => expect(askedWidgets().at(-1)?.config).toEqual({ theme: "light" }));
});

test("what was booked is read by the server, and the user is led to it", async () => {
  const { act, state, tell, url } = await withWidget();
  state.booked.set("reserva-1", uuid(1));
  tell(...booked("reserva-1"));
  expect(await screen.findByText("Reserva feita")).toBeVisible();
  await act.click(screen.getByRole("link", { name: "Ver o agendamento" }));
  expect(url()).toBe(`/agendamentos?scope=all&agendamento=${uuid(1)}`);
});

test("a move and a cancellation are told as such", async () => {
  const { state, tell } = await withWidget();
  state.booked.set("reserva-2", uuid(1));
  tell("rescheduleBookingSuccessfulV2", { uid: "reserva-2" });
  expect(await screen.findByText("Reserva remarcada")).toBeVisible();
  tell("bookingCancelled", { booking: { uid: "reserva-2", status: "ACCEPTED" } });
  expect(await screen.findByText("Reserva cancelada")).toBeVisible();
});

test("without an answer yet it waits, until the agenda changes", async () => {
  const { state, tell } = await withWidget();
  state.booked.set("reserva-1", null);
  tell(...booked("reserva-1"));
  expect(await screen.findByText("Aguardando confirmação do Cal.com")).toBeVisible();
  await waitFor(() => expect(state.stream.asked).toHaveLength(1));
  state.booked.set("reserva-1", uuid(1));
  state.stream.send("appointment.changed", { id: uuid(1), versao: 1, cause: "entrega" });
  expect(await screen.findByText("Reserva feita")).toBeVisible();
});

test("a booking that Cal.com does not show is awaited in words", async () => {
  const { tell } = await withWidget();
  tell(...booked("reserva-9"));
  expect(await screen.findByText(/ainda não mostra a reserva/)).toBeVisible();
});

test("only the widget's own origin and namespace are heard", async () => {
  const { state, tell } = await withWidget();
  state.booked.set("reserva-1", uuid(1));
  tell(...booked("reserva-1"), "https://elsewhere.example.com");
  inAct(() => say("outro", ...booked("reserva-1")));
  tell("bookingSuccessful", { booking: { uid: "reserva-1" } });
  tell(...([...booked("")] as const));
  tell("bookingSuccessfulV2", null);
  expect(screen.queryByRole("link", { name: "Ver o agendamento" })).not.toBeInTheDocument();
  expect(screen.queryByText("Aguardando confirmação do Cal.com")).not.toBeInTheDocument();
});

test("a script that cannot come is said at once, with the page's own link; it is asked for again", async () => {
  const { act } = await withWidget();
  inAct(loseScript);
  expect(await screen.findByText(/bloqueou o seu programa/)).toBeVisible();
  expect(hasAskedForScript()).toBe(false);
  const link = screen.getByRole("link", { name: "Abrir a página do Cal.com" });
  expect(link).toHaveAttribute("href", PAULISTA.url);
  await act.click(screen.getByRole("button", { name: "Tentar de novo" }));
  expect(fallback()).not.toBeInTheDocument();
  expect(hasAskedForScript()).toBe(true);
});

test("a widget that stays silent is given up on after a while, and taken back when it speaks", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { tell } = await withWidget();
  expect(fallback()).not.toBeInTheDocument();
  await inAct(() => vi.advanceTimersByTimeAsync(15_000));
  expect(screen.getByText(/está demorando/)).toBeVisible();
  tell("navigatedToBooker");
  expect(fallback()).not.toBeInTheDocument();
});

test("a page that is there but does not book is told after a moment", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { tell } = await withWidget();
  tell("linkReady");
  expect(fallback()).not.toBeInTheDocument();
  await inAct(() => vi.advanceTimersByTimeAsync(5_000));
  expect(screen.getByText(/talvez ela não exista mais/)).toBeVisible();
});

test("a page that books is no doubtful one, whatever it says after", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { tell } = await withWidget();
  for (const sign of ["linkReady", "navigatedToBooker", "linkReady"]) tell(sign);
  await inAct(() => vi.advanceTimersByTimeAsync(20_000));
  expect(fallback()).not.toBeInTheDocument();
});

test("a refused page says so", async () => {
  const { tell } = await withWidget();
  tell("linkFailed", { code: "500", msg: "Problem loading the link", data: { url: CALCOM } });
  expect(await screen.findByText(/recusou abrir/)).toBeVisible();
});

test("an appointment's own booking says whose it is, leads back, and asks for nothing else", async () => {
  const moved = `${CALCOM}/reschedule/uid1`;
  const { act, url } = renderApp(`${PAGE}?agendamento=${uuid(1)}`, {
    fill: (state) => {
      fill(state);
      state.offers = [PAULISTA];
      Object.assign(state.appointments[0] ?? {}, { reagendar_url: moved });
    },
  });
  await widgetFor(PAULISTA.link);
  expect(screen.queryByLabelText("Unidade")).not.toBeInTheDocument();
  expect(screen.queryByLabelText("Paciente (opcional)")).not.toBeInTheDocument();
  const visit = await screen.findByRole("region", { name: "Agendamento" });
  expect(visit).toHaveTextContent("Marta Lima");
  expect(visit).toHaveTextContent("08:30");
  const page = within(visit).getByRole("link", { name: "Remarcar na página do Cal.com" });
  expect(page).toHaveAttribute("href", moved);
  await act.click(within(visit).getByRole("link", { name: "Voltar ao agendamento" }));
  expect(url()).toBe(`/agendamentos?scope=all&agendamento=${uuid(1)}`);
});

test("the gestor chooses what is filled in already", async () => {
  const { act, state } = renderApp(PAGE, { as: "gestor", fill });
  await act.click(await screen.findByRole("button", { name: "Dados já preenchidos" }));
  const dialog = await screen.findByRole("dialog", { name: "Dados já preenchidos" });
  await act.click(await within(dialog).findByRole("checkbox", { name: "CPF" }));
  await act.click(within(dialog).getByRole("button", { name: "Salvar" }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(state.embedSettings).toEqual({ nome: true, email: true, cpf: false, telefone: true });
});

test("others cannot choose that, and logística has no such page", async () => {
  const { unmount } = renderApp(PAGE, { fill });
  await screen.findByText("Escolha a unidade");
  expect(screen.queryByRole("button", { name: "Dados já preenchidos" })).not.toBeInTheDocument();
  unmount();
  renderApp(PAGE, { as: "logistica", fill });
  expect(await screen.findByText("Sem acesso a esta página")).toBeVisible();
});

test("the agenda's own panel books too, and closes on the way to what was booked", async () => {
  const { act, state, url } = renderApp("/agendamentos", { fill });
  await act.click(await screen.findByRole("button", { name: "Autoagendar" }));
  const panel = await screen.findByRole("dialog", { name: "Autoagendar" });
  await act.selectOptions(await within(panel).findByLabelText("Unidade"), "Unidade 1");
  const { namespace } = await widgetFor(PAULISTA.link);
  state.booked.set("reserva-1", uuid(1));
  inAct(() => say(namespace, ...booked("reserva-1")));
  await act.click(await within(panel).findByRole("link", { name: "Ver o agendamento" }));
  await waitFor(() => expect(panel).not.toBeInTheDocument());
  expect(url()).toContain(uuid(1));
});
