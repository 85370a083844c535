import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter } from "react-router";
import type { Role } from "@/api/models";
import { App } from "@/app/App";
import { routes } from "@/app/routes";
import { user } from "./mock/builders";
import { mockApi } from "./mock/mockApi";
import { createState, type MockState } from "./mock/state";
import { server } from "./server";

type Given = { as?: Role | null; fill?: (state: MockState) => void };

/** The whole application at `path`, before the mock API. `as` is whose refresh cookie the browser holds. */
export function renderApp(path: string, { as = "atendente", fill }: Given = {}) {
  const state = createState();
  state.users = (["atendente", "logistica", "gestor"] as const).map(user);
  state.cookieUser = as && user(as);
  fill?.(state);
  server.use(...mockApi(state));
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const view = render(<App router={router} />);
  const act = userEvent.setup();
  const url = () => router.state.location.pathname + router.state.location.search;
  return { ...view, act, state, url };
}
