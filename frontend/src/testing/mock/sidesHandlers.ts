import { HttpResponse, http } from "msw";
import type { Appointment, Conflict, PushWay } from "@/api/models";
import { pageOf, problem, refusal } from "./answers";
import type { MockState } from "./state";

const DESK = ["atendente", "gestor"];
const REFUSED = "envio_recusado";

/** Where the open bookings of an appointment are; more than one is a conflict. */
function openBookings(state: MockState, { id }: Appointment): string[] {
  const open = (state.bookings.get(id)?.reservas ?? []).filter(({ situacao }) => situacao === "aceita");
  return open.map(({ url }) => url ?? "");
}

function conflictsOf(state: MockState, item: Appointment): Conflict[] {
  const { id, nome_paciente, nome_unidade, data_agendamento, hora_agendamento, fuso } = item;
  const reservas = openBookings(state, item);
  const when = { data_agendamento, hora_agendamento, fuso };
  const shared = { appointment_id: id, nome_paciente, nome_unidade, ...when, reservas };
  const torn = item.conflitos.map(
    ({ da_reserva, vale, ...told }): Conflict => ({
      ...{ ...shared, ...told, id: `${id}:${told.campo}`, do_calcom: da_reserva },
      vale: vale === "reserva" ? "calcom" : "clinica",
    }),
  );
  const two = { ...shared, id: `${id}:reservas`, campo: "reservas", desde: item.updated_at };
  return reservas.length > 1 ? [...torn, two] : torn;
}

/** A page of appointments, told as their conflicts. */
async function list(state: MockState, params: URLSearchParams) {
  const torn = state.appointments.filter((item) => conflictsOf(state, item).length > 0);
  const page = (await pageOf(torn, params).json()) as { items: Appointment[] };
  return HttpResponse.json({ ...page, items: page.items.flatMap((item) => conflictsOf(state, item)) });
}

function settle(state: MockState, conflictId: string, side: "clinica" | "calcom") {
  const [id, campo] = conflictId.split(":");
  const item = state.appointments.find((one) => one.id === id);
  const conflict = item?.conflitos.find((one) => one.campo === campo);
  if (!item || !conflict) return problem(404, "Este conflito já foi resolvido.");
  const value = side === "clinica" ? conflict.da_clinica : conflict.da_reserva;
  Object.assign(item, {
    ...(Object.hasOwn(item, conflict.campo) && { [conflict.campo]: value }),
    conflitos: item.conflitos.filter((one) => one !== conflict),
    versao: item.versao + 1,
  });
  return HttpResponse.json({ appointment_id: item.id, versao: item.versao });
}

function decide(state: MockState, id: unknown, way: PushWay) {
  const item = state.appointments.find((one) => one.id === id);
  if (item?.envio?.estado !== "recusado")
    return problem(409, "Nenhum envio deste agendamento foi recusado.", { code: "nada_recusado" });
  Object.assign(item, {
    envio: way === "retry" ? { ...item.envio, estado: "pendente", motivo: null, detalhe: null } : null,
    pendencias: item.pendencias.filter((code) => code !== REFUSED),
    versao: item.versao + 1,
  });
  return HttpResponse.json(item);
}

/** Where appointment and booking stand to each other: bookings, refused pushes, conflicts. */
export function sidesHandlers(state: MockState) {
  const none = { reservas: [], anteriores: [] };
  return [
    http.get(
      "*/api/v1/appointments/:id/booking",
      ({ request, params }) =>
        refusal(state, request) ?? HttpResponse.json(state.bookings.get(String(params.id)) ?? none),
    ),
    http.post(
      "*/api/v1/appointments/:id/push/:way",
      ({ request, params }) =>
        refusal(state, request, DESK) ?? decide(state, params.id, params.way as PushWay),
    ),
    http.get(
      "*/api/v1/calcom/conflicts",
      ({ request }) => refusal(state, request, DESK) ?? list(state, new URL(request.url).searchParams),
    ),
    http.post("*/api/v1/calcom/conflicts/:id/settle", async ({ request, params }) => {
      const { side } = (await request.clone().json()) as { side: "clinica" | "calcom" };
      return refusal(state, request, DESK) ?? settle(state, String(params.id), side);
    }),
  ];
}
