/** The API's shapes under the application's own names: the one place to adapt when the contract's names change. */
export type {
  AppointmentOut as Appointment,
  AppointmentPageOut as AppointmentPage,
  ChangeOut as Change,
  DeliveryDetailOut as DeliveryDetail,
  DeliveryOut as Delivery,
  DeliveryPageOut as DeliveryPage,
  HistoryEntryOut as HistoryEntry,
  LoginIn as Credentials,
  Origin,
  Role,
  Scope,
  SignedInOut as Session,
  State as DeliveryState,
  Status,
  UserOut as User,
} from "./generated";
