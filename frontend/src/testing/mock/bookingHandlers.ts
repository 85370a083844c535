import { HttpResponse, http } from "msw";
import type { BookingOffer, EmbedSettings } from "@/api/models";
import { problem, refusal, unknownParameter } from "./answers";
import type { MockState } from "./state";

export const CALCOM = "https://cal.example.com";
const CLERKS = ["atendente", "gestor"];

/** What can be booked at the `n`-th unit of `registers.ts`. */
export function offer(n: number, given: Partial<BookingOffer> = {}): BookingOffer {
  return {
    title: `Coleta ${n}`,
    unidade_id: `unidade-${n}`,
    nome_unidade: `Unidade ${n}`,
    nome_marca: "Laboratório Aurora",
    fuso: "America/Sao_Paulo",
    link: `clinica/coleta-${n}`,
    config: { theme: "light" },
    url: `${CALCOM}/clinica/coleta-${n}`,
    ...given,
  };
}

/** The offers, with the name of the client that was asked for. */
function filledIn(state: MockState, params: URLSearchParams): BookingOffer[] {
  const client = state.clients.find(({ id }) => id === params.get("cliente_id"));
  const name: Record<string, string> = client ? { name: client.nome } : {};
  return state.offers.map((one) => ({ ...one, config: { ...one.config, ...name } }));
}

function refresh(state: MockState, uid: string) {
  const id = state.booked.get(uid);
  if (id === undefined) return problem(404, "O Cal.com não tem esta reserva.", { code: "nao_encontrado" });
  return HttpResponse.json({ appointment_id: id }, { status: id ? 200 : 202 });
}

export function bookingHandlers(state: MockState) {
  const base = "*/api/v1/calcom";
  return [
    http.get(`${base}/embed-config`, ({ request }) => {
      const params = new URL(request.url).searchParams;
      const refused = refusal(state, request) ?? unknownParameter(params, ["cliente_id", "agendamento_id"]);
      const answer = {
        origin: CALCOM,
        script_url: `${CALCOM}/embed/embed.js`,
        is_reschedule: params.has("agendamento_id"),
        offers: filledIn(state, params),
      };
      return refused ?? HttpResponse.json(answer);
    }),
    http.get(
      `${base}/embed-settings`,
      ({ request }) => refusal(state, request, ["gestor"]) ?? HttpResponse.json(state.embedSettings),
    ),
    http.put(`${base}/embed-settings`, async ({ request }) => {
      const wanted = (await request.clone().json()) as EmbedSettings;
      const refused = refusal(state, request, ["gestor"]);
      if (!refused) state.embedSettings = wanted;
      return refused ?? HttpResponse.json(wanted);
    }),
    http.post(
      `${base}/bookings/:uid/refresh`,
      ({ request, params }) => refusal(state, request, CLERKS) ?? refresh(state, String(params.uid)),
    ),
  ];
}
