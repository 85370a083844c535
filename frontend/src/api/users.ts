import { call, type Page, type StaffUser, type StaffUserEdit, type StaffUserNew } from "./contract";

export async function listUsers(signal?: AbortSignal): Promise<StaffUser[]> {
  return (await call<Page<StaffUser>>("GET", "/users", { query: { page_size: 100 }, signal })).items;
}

export function createUser(body: StaffUserNew): Promise<StaffUser> {
  return call("POST", "/users", { body });
}

export function updateUser(id: string, body: StaffUserEdit): Promise<StaffUser> {
  return call("PATCH", `/users/${id}`, { body });
}
