import type { Role } from "./models";

export const ROLE_LABELS: Record<Role, string> = {
  atendente: "Atendente",
  logistica: "Logística",
  gestor: "Gestor",
};
