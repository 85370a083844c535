import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type createMemoryRouter, RouterProvider } from "react-router";
import { sessionStore } from "@/api/session";
import { createQueryClient } from "./queryClient";

/** The application on a router of the caller's; what was fetched is forgotten when the session ends. */
export function App({ router }: { router: ReturnType<typeof createMemoryRouter> }) {
  const [client] = useState(createQueryClient);
  useEffect(
    () => sessionStore.subscribe(() => sessionStore.get().kind === "signed-out" && client.clear()),
    [client],
  );
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
