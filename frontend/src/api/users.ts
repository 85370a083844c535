import "./client";
import { createUser as create, listUsers as list, updateUser as update } from "./generated";
import type { StaffUser, StaffUserEdit, StaffUserNew } from "./models";
import { unwrap } from "./problem";

export async function listUsers(signal?: AbortSignal): Promise<StaffUser[]> {
  return (await unwrap(list({ query: { page_size: 100 }, signal }))).items;
}

export function createUser(body: StaffUserNew, key: string): Promise<StaffUser> {
  return unwrap(create({ body, headers: { "Idempotency-Key": key } }));
}

export function updateUser(id: string, body: StaffUserEdit): Promise<StaffUser> {
  return unwrap(update({ path: { user_id: id }, body }));
}
