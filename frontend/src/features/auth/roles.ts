import type { Role } from "@/api/models";

export const ROLE_LABELS: Record<Role, string> = {
  atendente: "Atendente",
  logistica: "Logística",
  gestor: "Gestor",
};
