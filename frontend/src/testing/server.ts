import { setupServer } from "msw/node";

/** The mock API's place in tests; `renderApp` fills it, and a request it does not know is an error. */
export const server = setupServer();
