import { HttpResponse, http } from "msw";
import type { RegisterItem, RegisterKind } from "@/api/registers";
import { invalid, pageOf, problem, refusal } from "./answers";
import { uuid } from "./builders";
import type { MockState } from "./state";

const WRITERS: Record<RegisterKind, string[]> = {
  units: ["gestor"],
  tags: ["gestor"],
  drivers: ["gestor", "logistica"],
  collectors: ["gestor", "logistica"],
  cars: ["gestor", "logistica"],
  "logistics-packages": ["gestor", "logistica"],
};
const USES = ["driver_id", "collector_id", "car_id", "logistics_package_id"] as const;

function isUsed(state: MockState, { id }: RegisterItem): boolean {
  return state.appointments.some(
    (item) => USES.some((field) => item[field] === id) || item.tags.some((tag) => tag.id === id),
  );
}

function handlersOf(state: MockState, kind: RegisterKind) {
  const path = `*/api/v1/${kind}`;
  const list = state.registers[kind] as RegisterItem[];
  const find = (id: unknown) => list.find((item) => item.id === id);
  const create = (body: object) => {
    if ("name" in body && !body.name) return invalid({ name: "Preencha este campo." });
    const made = { active: true, ...body, id: uuid(7000 + list.length) } as RegisterItem;
    list.push(made);
    return HttpResponse.json(made, { status: 201 });
  };
  const edit = (id: unknown, body: object) => {
    const item = find(id);
    return item ? HttpResponse.json(Object.assign(item, body)) : problem(404, "Registro não encontrado.");
  };
  const remove = (id: unknown) => {
    const item = find(id);
    if (!item) return problem(404, "Registro não encontrado.");
    if (isUsed(state, item))
      return problem(409, "Está em uso: desative em vez de excluir.", { code: "em_uso" });
    list.splice(list.indexOf(item), 1);
    return new HttpResponse(null, { status: 204 });
  };
  return [
    http.get(
      path,
      ({ request }) => refusal(state, request) ?? pageOf(list, new URL(request.url).searchParams),
    ),
    http.post(path, async ({ request }) => {
      const body = (await request.clone().json()) as object;
      return refusal(state, request, WRITERS[kind]) ?? create(body);
    }),
    http.patch(`${path}/:id`, async ({ request, params }) => {
      const body = (await request.clone().json()) as object;
      return refusal(state, request, WRITERS[kind]) ?? edit(params.id, body);
    }),
    http.delete(
      `${path}/:id`,
      ({ request, params }) => refusal(state, request, WRITERS[kind]) ?? remove(params.id),
    ),
  ];
}

/** The six small lists, all of one shape. */
export function registerHandlers(state: MockState) {
  return (Object.keys(WRITERS) as RegisterKind[]).flatMap((kind) => handlersOf(state, kind));
}
