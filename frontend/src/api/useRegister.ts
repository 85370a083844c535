import { useQuery } from "@tanstack/react-query";
import { listRegister, type RegisterKind, type Registers } from "./registers";

export const registerKey = (kind: RegisterKind) => ["registers", kind] as const;

/** A small list, inactive items included, kept for five minutes: forms of several features choose from it. */
export function useRegister<K extends RegisterKind>(kind: K) {
  return useQuery<Registers[K][]>({
    queryKey: registerKey(kind),
    queryFn: ({ signal }) => listRegister(kind, signal),
    staleTime: 5 * 60_000,
  });
}
