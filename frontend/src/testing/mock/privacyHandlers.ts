import { HttpResponse, http } from "msw";
import type { Erasure } from "@/api/models";
import { pageOf, problem, refusal } from "./answers";
import type { MockState } from "./state";

const GESTOR = ["gestor"];
const CLIENT = "*/api/v1/clients/:id";
const AT = "2026-01-16T12:00:00Z";

function asked(id: string, em_pe: string[]): Erasure {
  return {
    id,
    estado: em_pe.length ? "esperando" : "pedido",
    pedido_em: AT,
    pedido_por: "Gil",
    concluido_em: null,
    agendamentos: em_pe.length,
    em_pe,
  };
}

export function privacyHandlers(state: MockState) {
  return [
    http.get(`${CLIENT}/export`, ({ request, params }) => {
      const client = state.clients.find(({ id }) => id === params.id);
      const found = client ? HttpResponse.json({ cliente: client }) : problem(404, "Cliente não encontrado.");
      return refusal(state, request, GESTOR) ?? found;
    }),
    http.post(`${CLIENT}/erasure`, ({ request, params }) => {
      const refused = refusal(state, request, GESTOR);
      if (refused) return refused;
      const mine = state.appointments.filter(({ cliente_id }) => cliente_id === params.id);
      const erasure = asked(
        String(params.id),
        mine.map(({ id }) => id),
      );
      state.erasures.push(erasure);
      return HttpResponse.json(erasure, { status: 202 });
    }),
    http.get("*/api/v1/privacy/erasures", ({ request }) => {
      return refusal(state, request, GESTOR) ?? HttpResponse.json(state.erasures);
    }),
    http.get("*/api/v1/privacy/accesses", ({ request }) => {
      return refusal(state, request, GESTOR) ?? pageOf(state.accesses, new URL(request.url).searchParams);
    }),
  ];
}
