import "./client";
import * as routes from "./generated";
import type { Car, Collector, Driver, LogisticsPackage, Tag, Unit } from "./models";
import { unwrap } from "./problem";

/** The small lists by the name of their route, with what each holds. */
export type Registers = {
  units: Unit;
  tags: Tag;
  drivers: Driver;
  collectors: Collector;
  cars: Car;
  "logistics-packages": LogisticsPackage;
};
export type RegisterKind = keyof Registers;
export type RegisterItem = Registers[RegisterKind];

type Answer<T> = Parameters<typeof unwrap<T>>[0];
type Body = Record<string, unknown>;
/** The four calls that all lists share; the fields of each body are checked by the server, field by field. */
type Calls = {
  list: (options: { query: { page_size: number }; signal?: AbortSignal }) => Answer<{ items: unknown[] }>;
  create: (options: { body: never; headers: { "Idempotency-Key": string } }) => Answer<RegisterItem>;
  update: (options: { path: { item_id: string }; body: never }) => Answer<RegisterItem>;
  remove: (options: { path: { item_id: string } }) => Answer<unknown>;
};

const CALLS: Record<RegisterKind, Calls> = {
  units: {
    list: routes.listUnits,
    create: routes.createUnit,
    update: routes.updateUnit,
    remove: routes.deleteUnit,
  },
  tags: {
    list: routes.listTags,
    create: routes.createTag,
    update: routes.updateTag,
    remove: routes.deleteTag,
  },
  drivers: {
    list: routes.listDrivers,
    create: routes.createDriver,
    update: routes.updateDriver,
    remove: routes.deleteDriver,
  },
  collectors: {
    list: routes.listCollectors,
    create: routes.createCollector,
    update: routes.updateCollector,
    remove: routes.deleteCollector,
  },
  cars: {
    list: routes.listCars,
    create: routes.createCar,
    update: routes.updateCar,
    remove: routes.deleteCar,
  },
  "logistics-packages": {
    list: routes.listLogisticsPackages,
    create: routes.createLogisticsPackage,
    update: routes.updateLogisticsPackage,
    remove: routes.deleteLogisticsPackage,
  },
};
const WHOLE = 500;

/** A whole small list, the inactive items included. */
export async function listRegister<K extends RegisterKind>(
  kind: K,
  signal?: AbortSignal,
): Promise<Registers[K][]> {
  const page = await unwrap(CALLS[kind].list({ query: { page_size: WHOLE }, ...(signal && { signal }) }));
  return page.items as Registers[K][];
}

export function createItem(kind: RegisterKind, body: Body, key: string): Promise<RegisterItem> {
  return unwrap(CALLS[kind].create({ body: body as never, headers: { "Idempotency-Key": key } }));
}

export function updateItem(kind: RegisterKind, id: string, body: Body): Promise<RegisterItem> {
  return unwrap(CALLS[kind].update({ path: { item_id: id }, body: body as never }));
}

/** Deletes what no appointment uses; else 409 `em_uso`. */
export async function deleteItem(kind: RegisterKind, id: string): Promise<void> {
  await unwrap(CALLS[kind].remove({ path: { item_id: id } }));
}
