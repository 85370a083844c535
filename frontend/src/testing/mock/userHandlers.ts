import { HttpResponse, http } from "msw";
import type { StaffUserEdit, StaffUserNew } from "@/api/models";
import { invalid, pageOf, problem, refusal } from "./answers";
import { staffUser } from "./registers";
import type { MockState } from "./state";

const GESTOR = ["gestor"];
const PATH = "*/api/v1/users";

function create(state: MockState, { password, ...given }: StaffUserNew) {
  if (state.staff.some(({ email }) => email === given.email))
    return invalid({ email: "Já existe um usuário com este e-mail." });
  if (password.length < 10) return invalid({ password: "Use pelo menos 10 caracteres." });
  const made = staffUser(state.staff.length, given);
  state.staff.push(made);
  return HttpResponse.json(made, { status: 201 });
}

function edit(state: MockState, id: unknown, { password: _, ...wanted }: StaffUserEdit) {
  const user = state.staff.find((one) => one.id === id);
  if (!user) return problem(404, "Usuário não encontrado.");
  const others = state.staff.filter((one) => one !== user && one.active && one.role === "gestor");
  const leaves = wanted.active === false || (wanted.role && wanted.role !== "gestor");
  if (user.role === "gestor" && leaves && others.length === 0)
    return problem(409, "É o último gestor ativo: dê o perfil a outra pessoa antes.");
  return HttpResponse.json(Object.assign(user, wanted));
}

export function userHandlers(state: MockState) {
  return [
    http.get(PATH, ({ request }) => {
      const { searchParams } = new URL(request.url);
      return refusal(state, request, GESTOR) ?? pageOf(state.staff, searchParams);
    }),
    http.post(PATH, async ({ request }) => {
      const body = (await request.clone().json()) as StaffUserNew;
      return refusal(state, request, GESTOR) ?? create(state, body);
    }),
    http.patch(`${PATH}/:id`, async ({ request, params }) => {
      const body = (await request.clone().json()) as StaffUserEdit;
      return refusal(state, request, GESTOR) ?? edit(state, params.id, body);
    }),
  ];
}
