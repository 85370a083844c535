import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/problem";

/** Worth another try: no answer, or a failure of the server's own. A refusal stays a refusal. */
function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: (failures, error) => failures < 1 && isPassing(error), staleTime: 5_000 },
    },
  });
}
