/** The API's shapes under the application's own names: the one place to adapt when the contract's names change. */
import type { AppointmentPatch } from "./generated";

export type {
  AgendaOut as Agenda,
  AppointmentIn as AppointmentNew,
  AppointmentOut as Appointment,
  AppointmentPageOut as AppointmentPage,
  AppointmentPatch as AppointmentEdit,
  CarOut as Car,
  ChangeOut as Change,
  ClientOut as Client,
  ClientPageOut as ClientPage,
  CollectorOut as Collector,
  ColumnOut as AgendaColumn,
  DeliveryDetailOut as DeliveryDetail,
  DeliveryOut as Delivery,
  DeliveryPageOut as DeliveryPage,
  DriverOut as Driver,
  FiltersOut as FilterChoices,
  HistoryEntryOut as HistoryEntry,
  ImportOut as Import,
  KpisOut as Kpis,
  ListedTagOut as Tag,
  LoginIn as Credentials,
  LogisticsPackageOut as LogisticsPackage,
  Origin,
  Role,
  Scope,
  SignedInOut as Session,
  StaffUserOut as StaffUser,
  State as DeliveryState,
  Status,
  UnitOut as Unit,
  UserChanges as StaffUserEdit,
  UserIn as StaffUserNew,
  UserOut as User,
  WarningOut as AgendaWarning,
} from "./generated";

/** What staff may write of an appointment. */
export type AppointmentFields = Omit<AppointmentPatch, "versao">;
