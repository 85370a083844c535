import { lazy } from "react";
import { Navigate, type RouteObject } from "react-router";
import { RequireRole } from "@/features/auth/RequireRole";
import { RequireSession } from "@/features/auth/RequireSession";
import { AppointmentsPage } from "@/pages/AppointmentsPage";
import { NotFoundPage } from "@/pages/NotFoundPage";
import { SignInPage } from "@/pages/SignInPage";
import { AppShell } from "./AppShell";
import { Failure } from "./Failure";

const IntegrationPage = lazy(async () => ({
  default: (await import("@/pages/IntegrationPage")).IntegrationPage,
}));

const AgendaPage = lazy(async () => ({ default: (await import("@/pages/AgendaPage")).AgendaPage }));
const ClientsPage = lazy(async () => ({ default: (await import("@/pages/ClientsPage")).ClientsPage }));
const ClientPage = lazy(async () => ({ default: (await import("@/pages/ClientPage")).ClientPage }));
const RegistersPage = lazy(async () => ({ default: (await import("@/pages/RegistersPage")).RegistersPage }));
const ConflictsPage = lazy(async () => ({ default: (await import("@/pages/ConflictsPage")).ConflictsPage }));
const SelfBookingPage = lazy(async () => ({
  default: (await import("@/pages/SelfBookingPage")).SelfBookingPage,
}));
const PrivacyPage = lazy(async () => ({ default: (await import("@/pages/PrivacyPage")).PrivacyPage }));
const UsersPage = lazy(async () => ({ default: (await import("@/pages/UsersPage")).UsersPage }));

const inside: RouteObject[] = [
  { index: true, element: <Navigate to="/agendamentos" replace /> },
  { path: "agendamentos", element: <AppointmentsPage /> },
  { path: "agenda", element: <AgendaPage /> },
  { path: "clientes", element: <ClientsPage /> },
  { path: "clientes/:id", element: <ClientPage /> },
  { path: "cadastros", element: <Navigate to="/cadastros/units" replace /> },
  { path: "cadastros/:kind", element: <RegistersPage /> },
  {
    path: "usuarios",
    element: <RequireRole roles={["gestor"]} />,
    children: [{ index: true, element: <UsersPage /> }],
  },
  {
    path: "privacidade",
    element: <RequireRole roles={["gestor"]} />,
    children: [{ index: true, element: <PrivacyPage /> }],
  },
  {
    path: "autoagendamento",
    element: <RequireRole roles={["atendente", "gestor"]} />,
    children: [{ index: true, element: <SelfBookingPage /> }],
  },
  {
    path: "conflitos",
    element: <RequireRole roles={["atendente", "gestor"]} />,
    children: [{ index: true, element: <ConflictsPage /> }],
  },
  {
    path: "integracao",
    element: <RequireRole roles={["gestor"]} />,
    children: [
      { index: true, element: <Navigate to="/integracao/saude" replace /> },
      { path: ":part", element: <IntegrationPage /> },
    ],
  },
  { path: "*", element: <NotFoundPage /> },
];

export const routes: RouteObject[] = [
  {
    errorElement: <Failure />,
    children: [
      { path: "entrar", element: <SignInPage /> },
      { element: <RequireSession />, children: [{ path: "/", element: <AppShell />, children: inside }] },
    ],
  },
];
