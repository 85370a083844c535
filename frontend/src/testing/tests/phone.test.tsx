import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { appointment, delivery, uuid } from "../mock/builders";
import { staffUser, unit } from "../mock/registers";
import type { MockState } from "../mock/state";
import { renderApp } from "../renderApp";

beforeEach(() => {
  const narrow = (query: string) => Object.assign(new EventTarget(), { matches: false, media: query });
  vi.spyOn(window, "matchMedia").mockImplementation((query) => narrow(query) as unknown as MediaQueryList);
});

function fill(state: MockState) {
  state.appointments = [appointment(1, { nome_paciente: "Marta Lima", origem: "calcom" })];
  state.deliveries = [delivery(1)];
}

test("on a phone the list is cards, which open the details", async () => {
  const { act, url } = renderApp("/agendamentos", { fill });
  const cards = await screen.findByRole("list", { name: "Agendamentos" });
  expect(within(cards).getByText("Cal.com")).toBeVisible();
  expect(screen.queryByRole("table")).not.toBeInTheDocument();
  await act.click(within(cards).getByRole("button", { name: "Marta Lima" }));
  expect(url()).toBe(`/agendamentos?agendamento=${uuid(1)}`);
});

test("on a phone the navigation opens from the menu and closes behind a choice", async () => {
  const { act } = renderApp("/agendamentos", { as: "gestor", fill });
  await act.click(await screen.findByRole("button", { name: "Menu" }));
  await act.click(await screen.findByRole("link", { name: "Integração" }));
  expect(await screen.findByRole("heading", { name: "Integração com o Cal.com" })).toBeVisible();
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  await act.click(screen.getByRole("link", { name: "Entregas" }));
  expect(await screen.findByRole("list", { name: "Entregas" })).toHaveTextContent("Reserva criada");
});

test("on a phone users and small lists are cards, with what their tables say", async () => {
  const { act } = renderApp("/usuarios", {
    as: "gestor",
    fill: (state) => {
      state.staff = [staffUser(1, { name: "Lia Reis", email: "lia@demo.example.com", role: "logistica" })];
      state.registers.units = [unit(0, { endereco: "Rua Sete, 10" })];
    },
  });
  const [lia] = within(await screen.findByRole("list", { name: "Usuários" })).getAllByRole("listitem");
  expect(lia).toHaveTextContent("Lia ReisAtivolia@demo.example.comLogística");
  await act.click(screen.getByRole("button", { name: "Menu" }));
  await act.click(await screen.findByRole("link", { name: "Cadastros" }));
  const units = await screen.findByRole("list", { name: "Unidades" });
  expect(units).toHaveTextContent("Marca:Laboratório Aurora");
  expect(units).toHaveTextContent("Endereço:Rua Sete, 10");
  await act.click(within(units).getByRole("button", { name: "Centro" }));
  expect(await screen.findByRole("dialog")).toHaveTextContent("Centro");
});
