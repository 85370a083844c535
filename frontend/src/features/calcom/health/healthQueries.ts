import { useQuery } from "@tanstack/react-query";
import { getHealth, listHours, listOrigins } from "@/api/integration";

const KEY = ["integration"] as const;
const EVERY = 15_000;
const SELDOM = 60_000;

export function useHealth() {
  return useQuery({
    queryKey: [...KEY, "health"],
    queryFn: ({ signal }) => getHealth(signal),
    refetchInterval: EVERY,
  });
}

export function useHours() {
  return useQuery({
    queryKey: [...KEY, "hours"],
    queryFn: ({ signal }) => listHours(signal),
    refetchInterval: SELDOM,
  });
}

export function useOrigins() {
  return useQuery({
    queryKey: [...KEY, "origins"],
    queryFn: ({ signal }) => listOrigins(signal),
    refetchInterval: SELDOM,
  });
}
