import {
  Ban,
  CalendarCheck,
  CalendarClock,
  CircleCheckBig,
  ClipboardPen,
  Clock,
  type LucideIcon,
  RotateCcw,
  ShieldQuestionMark,
  TestTubeDiagonal,
} from "lucide-react";
import type { Origin, Scope, Status } from "@/api/models";
import type { Tone } from "@/components/ui/Badge";

/** Each status with its own sign, so that it reads without colour. */
export const STATUSES: Record<Status, { icon: LucideIcon; tone: Tone }> = {
  Pendente: { icon: Clock, tone: "attention" },
  Autorização: { icon: ShieldQuestionMark, tone: "special" },
  Cadastrar: { icon: ClipboardPen, tone: "attention" },
  Agendado: { icon: CalendarCheck, tone: "info" },
  Confirmado: { icon: CircleCheckBig, tone: "positive" },
  Coletado: { icon: TestTubeDiagonal, tone: "neutral" },
  Alterar: { icon: CalendarClock, tone: "attention" },
  Cancelado: { icon: Ban, tone: "critical" },
  Recoleta: { icon: RotateCcw, tone: "special" },
};

export const STATUS_NAMES = Object.keys(STATUSES) as Status[];

export const ORIGIN_LABELS: Record<Origin, string> = {
  manual: "Manual",
  planilha: "Planilha",
  calcom: "Cal.com",
};

export const SCOPE_LABELS: Record<Scope, string> = {
  current: "Hoje e próximos",
  history: "Histórico",
  unscheduled: "Sem data",
  all: "Todos",
};

export const CONFIRMATION_CHANNELS = ["WhatsApp", "Telefone", "SMS", "E-mail", "Pessoalmente"] as const;
