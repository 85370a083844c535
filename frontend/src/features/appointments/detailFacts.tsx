import { Link } from "react-router";
import type { Appointment } from "@/api/models";
import { Badge } from "@/components/ui/Badge";
import type { Fact } from "@/components/ui/Facts";
import { formatInstant, formatLocalDate, weekdayOf, zoneName } from "@/lib/dates";
import { formatCpf, formatPhone } from "@/lib/format";
import { formatAddress } from "./address";
import { OriginBadge, PendingList, StatusBadge } from "./Badges";
import { FIELD_LABELS } from "./fields";
import type { useLogisticsNames } from "./useLogisticsChoices";

type NameOf = ReturnType<typeof useLogisticsNames>;
export type FactGroup = { title: string; facts: Fact[] };

/** A fact named by its field: the label is FIELD_LABELS', the value what is given or the field's own text. */
function fact(item: Appointment, field: keyof Appointment, value?: Fact["value"]): Fact {
  return { label: FIELD_LABELS[field] ?? field, value: value ?? String(item[field] ?? "") };
}

function visit(item: Appointment): Fact[] {
  const date = item.data_agendamento;
  return [
    fact(item, "status", <StatusBadge status={item.status} />),
    fact(item, "data_agendamento", date ? `${formatLocalDate(date)} (${weekdayOf(date)})` : ""),
    fact(item, "hora_agendamento"),
    fact(item, "fim", item.fim ? formatInstant(item.fim, item.fuso) : ""),
    fact(item, "fuso", zoneName(item.fuso)),
    fact(item, "nome_unidade"),
    fact(item, "nome_marca"),
    fact(item, "tipo_consulta"),
    fact(item, "observacoes"),
    fact(
      item,
      "tags",
      item.tags.length > 0 && item.tags.map((tag) => <Badge key={tag.id}>{tag.name}</Badge>),
    ),
    fact(
      item,
      "pendencias",
      item.pendencias.length > 0 ? <PendingList codes={item.pendencias} /> : "nenhuma",
    ),
    fact(item, "paciente_ausente", item.paciente_ausente ? "sim" : "não"),
  ];
}

function ClientLink({ id }: { id: string }) {
  return (
    <Link to={`/clientes/${id}`} className="font-semibold text-brand hover:underline">
      Abrir o cadastro
    </Link>
  );
}

function patient(item: Appointment): Fact[] {
  return [
    fact(item, "nome_paciente"),
    fact(item, "telefone", formatPhone(item.telefone)),
    fact(item, "email"),
    fact(item, "cpf", formatCpf(item.cpf)),
    fact(item, "rg"),
    fact(item, "documento_completo"),
    fact(item, "cip"),
    fact(item, "cliente_id", item.cliente_id && <ClientLink id={item.cliente_id} />),
  ];
}

function address(item: Appointment): Fact[] {
  return [
    fact(item, "endereco_completo"),
    fact(item, "endereco_normalizado", formatAddress(item.endereco_normalizado)),
  ];
}

function logistics(item: Appointment, nameOf: NameOf): Fact[] {
  const fields = ["logistics_package_id", "driver_id", "collector_id", "car_id"] as const;
  return fields.map((field) => fact(item, field, nameOf(field, item[field]) || "a definir"));
}

function confirmation(item: Appointment): Fact[] {
  const date = item.data_confirmacao;
  return [
    fact(item, "canal_confirmacao"),
    fact(item, "data_confirmacao", date ? formatLocalDate(date) : ""),
    fact(item, "hora_confirmacao"),
    fact(item, "motivo_cancelamento"),
  ];
}

function record(item: Appointment): Fact[] {
  return [
    fact(item, "origem", <OriginBadge origin={item.origem} />),
    fact(item, "calcom_booking_id", item.calcom_booking_id ? "sim" : "não"),
    fact(item, "cadastrado_por"),
    fact(item, "agendado_por"),
    { label: "Criado em", value: formatInstant(item.created_at, item.fuso) },
    { label: "Atualizado em", value: formatInstant(item.updated_at, item.fuso) },
    { label: "Versão", value: item.versao },
  ];
}

/** All fields of an appointment, grouped as the staff look for them. */
export function detailFacts(item: Appointment, nameOf: NameOf): FactGroup[] {
  return [
    { title: "Visita", facts: visit(item) },
    { title: "Paciente", facts: patient(item) },
    {
      title: "Convênio",
      facts: (["nome_convenio", "numero_convenio", "carteira_convenio"] as const).map((f) => fact(item, f)),
    },
    { title: "Endereço", facts: address(item) },
    { title: "Logística", facts: logistics(item, nameOf) },
    { title: "Confirmação e cancelamento", facts: confirmation(item) },
    { title: "Registro", facts: record(item) },
  ];
}
