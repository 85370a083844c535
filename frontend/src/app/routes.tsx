import { lazy } from "react";
import { Navigate, type RouteObject } from "react-router";
import { RequireRole } from "@/features/auth/RequireRole";
import { RequireSession } from "@/features/auth/RequireSession";
import { AppointmentsPage } from "@/pages/AppointmentsPage";
import { NotFoundPage } from "@/pages/NotFoundPage";
import { SignInPage } from "@/pages/SignInPage";
import { AppShell } from "./AppShell";
import { Failure } from "./Failure";

const DeliveriesPage = lazy(async () => ({
  default: (await import("@/pages/DeliveriesPage")).DeliveriesPage,
}));

const inside: RouteObject[] = [
  { index: true, element: <Navigate to="/agendamentos" replace /> },
  { path: "agendamentos", element: <AppointmentsPage /> },
  {
    path: "integracao",
    element: <RequireRole roles={["gestor"]} />,
    children: [{ path: "entregas", element: <DeliveriesPage /> }],
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
