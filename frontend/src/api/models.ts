/** The API's shapes under the application's own names: the one place to adapt when the contract's names change. */
export type {
  Appointment,
  AppointmentPage,
  Change,
  Credentials,
  Delivery,
  DeliveryDetail,
  DeliveryPage,
  DeliveryState,
  HistoryEntry,
  Origin,
  Role,
  Scope,
  Session,
  Status,
  User,
} from "./generated";
