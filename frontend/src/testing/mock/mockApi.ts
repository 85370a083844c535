import { agendaHandlers } from "./agendaHandlers";
import { appointmentHandlers } from "./appointmentHandlers";
import { authHandlers } from "./authHandlers";
import { clientHandlers } from "./clientHandlers";
import { countHandlers } from "./countHandlers";
import { deliveryHandlers } from "./deliveryHandlers";
import { importHandlers } from "./importHandlers";
import { registerHandlers } from "./registerHandlers";
import type { MockState } from "./state";
import { userHandlers } from "./userHandlers";
import { writeHandlers } from "./writeHandlers";

/** The one mock API, for unit tests and for the server behind the screenshots. */
export function mockApi(state: MockState) {
  return [
    ...authHandlers(state),
    ...countHandlers(state),
    ...importHandlers(state),
    ...appointmentHandlers(state),
    ...writeHandlers(state),
    ...clientHandlers(state),
    ...agendaHandlers(state),
    ...registerHandlers(state),
    ...userHandlers(state),
    ...deliveryHandlers(state),
  ];
}
