import {
  CalendarDays,
  CalendarPlus,
  GitCompareArrows,
  ListChecks,
  type LucideIcon,
  Route,
  ShieldCheck,
  UserCog,
  UsersRound,
  Webhook,
} from "lucide-react";
import type { Role } from "@/api/models";

export type NavigationItem = {
  to: string;
  label: string;
  icon: LucideIcon;
  roles?: readonly Role[];
  counts?: "conflicts";
};
export type NavigationGroup = { title?: string; items: readonly NavigationItem[] };

/** The application's places; an item without `roles` is for everybody. */
const NAVIGATION: readonly NavigationGroup[] = [
  {
    items: [
      { to: "/agendamentos", label: "Agendamentos", icon: CalendarDays },
      {
        to: "/autoagendamento",
        label: "Autoagendamento",
        icon: CalendarPlus,
        roles: ["atendente", "gestor"],
      },
      { to: "/agenda", label: "Agenda das coletoras", icon: Route },
      { to: "/clientes", label: "Clientes", icon: UsersRound },
    ],
  },
  {
    title: "Organização",
    items: [
      { to: "/cadastros", label: "Cadastros", icon: ListChecks },
      { to: "/usuarios", label: "Usuários", icon: UserCog, roles: ["gestor"] },
      { to: "/privacidade", label: "Privacidade", icon: ShieldCheck, roles: ["gestor"] },
    ],
  },
  {
    title: "Integração Cal.com",
    items: [
      {
        to: "/conflitos",
        label: "Conflitos",
        icon: GitCompareArrows,
        roles: ["atendente", "gestor"],
        counts: "conflicts",
      },
      { to: "/integracao", label: "Integração", icon: Webhook, roles: ["gestor"] },
    ],
  },
];

/** What a role may go to; groups left empty are left out. */
export function navigationFor(role: Role): NavigationGroup[] {
  const allowed = (item: NavigationItem) => item.roles?.includes(role) ?? true;
  return NAVIGATION.map((group) => ({ ...group, items: group.items.filter(allowed) })).filter(
    (group) => group.items.length > 0,
  );
}
