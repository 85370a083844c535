/** The API's shapes under the application's own names: the one place to adapt when the contract's names change. */
export type {
  Appointment,
  AppointmentPage,
  Change,
  Credentials,
  DeliveryDetailOut as DeliveryDetail,
  DeliveryOut as Delivery,
  DeliveryPageOut as DeliveryPage,
  HistoryEntry,
  Origin,
  Role,
  Scope,
  Session,
  State as DeliveryState,
  Status,
  User,
} from "./generated";
