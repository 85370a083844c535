import { appointmentHandlers } from "./appointmentHandlers";
import { authHandlers } from "./authHandlers";
import { deliveryHandlers } from "./deliveryHandlers";
import type { MockState } from "./state";

/** The one mock API, for unit tests and for the server behind the screenshots. */
export function mockApi(state: MockState) {
  return [...authHandlers(state), ...appointmentHandlers(state), ...deliveryHandlers(state)];
}
