import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp } from "../renderApp";

async function signIn({ act }: ReturnType<typeof renderApp>, email: string, password: string) {
  await act.type(await screen.findByLabelText("E-mail"), email);
  await act.type(screen.getByLabelText("Senha"), password);
  await act.click(screen.getByRole("button", { name: "Entrar" }));
}

test("without a session the way leads through the sign-in page to where it was headed", async () => {
  const app = renderApp("/agendamentos?scope=history", { as: null });
  await signIn(app, "atendente@demo.example.com", "clinica-demo");
  expect(await screen.findByRole("heading", { name: "Agendamentos" })).toBeVisible();
  expect(app.url()).toBe("/agendamentos?scope=history");
  expect(screen.getByText("Atendente")).toBeVisible();
});

test("a refused sign-in shows the server's words", async () => {
  await signIn(renderApp("/entrar", { as: null }), "atendente@demo.example.com", "errada");
  expect(await screen.findByRole("alert")).toHaveTextContent("E-mail ou senha incorretos.");
});

test("the refresh cookie restores the session on load, and the token stays out of storage", async () => {
  renderApp("/", { as: "gestor" });
  expect(await screen.findByText("Gil Souza")).toBeVisible();
  expect(localStorage).toHaveLength(0);
  expect(sessionStorage).toHaveLength(0);
});

test("signing out ends the session on both sides", async () => {
  const { act, state } = renderApp("/agendamentos");
  await act.click(await screen.findByRole("button", { name: /Ana Prado/ }));
  await act.click(await screen.findByRole("menuitem", { name: "Sair" }));
  expect(await screen.findByText("Entre com a sua conta da clínica.")).toBeVisible();
  expect(state.cookieUser).toBeNull();
});

test("an expired access token is renewed unseen", async () => {
  const { act, state } = renderApp("/agendamentos");
  await screen.findByText("Nenhum agendamento aqui");
  state.tokens.clear();
  await act.click(screen.getByRole("link", { name: "Todos" }));
  expect(await screen.findByText("Nenhum agendamento aqui")).toBeVisible();
  expect(state.tokens.size).toBe(1);
});

test("a session that can no longer be renewed leads to the sign-in page, which says so", async () => {
  const { act, state } = renderApp("/agendamentos");
  await screen.findByText("Nenhum agendamento aqui");
  state.tokens.clear();
  state.cookieUser = null;
  await act.click(screen.getByRole("link", { name: "Todos" }));
  expect(await screen.findByText(/Sua sessão terminou/)).toBeVisible();
});
