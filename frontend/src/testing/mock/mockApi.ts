import { agendaHandlers } from "./agendaHandlers";
import { appointmentHandlers } from "./appointmentHandlers";
import { authHandlers } from "./authHandlers";
import { bookingHandlers } from "./bookingHandlers";
import { claimHandlers, clientHandlers } from "./clientHandlers";
import { countHandlers } from "./countHandlers";
import { deliveryHandlers } from "./deliveryHandlers";
import { importHandlers } from "./importHandlers";
import { integrationHandlers } from "./integrationHandlers";
import { mappingHandlers } from "./mappingHandlers";
import { privacyHandlers } from "./privacyHandlers";
import { registerHandlers } from "./registerHandlers";
import { sidesHandlers } from "./sidesHandlers";
import type { MockState } from "./state";
import { userHandlers } from "./userHandlers";
import { writeHandlers } from "./writeHandlers";

/** The mock API of the unit tests: what it does not know is an error. */
export function mockApi(state: MockState) {
  return [
    ...authHandlers(state),
    ...countHandlers(state),
    ...importHandlers(state),
    ...appointmentHandlers(state),
    ...writeHandlers(state),
    ...sidesHandlers(state),
    ...bookingHandlers(state),
    ...privacyHandlers(state),
    ...clientHandlers(state),
    ...claimHandlers(state),
    ...agendaHandlers(state),
    ...registerHandlers(state),
    ...userHandlers(state),
    ...deliveryHandlers(state),
    ...integrationHandlers(state),
    ...mappingHandlers(state),
  ];
}
