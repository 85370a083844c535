import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { openAppointmentStream } from "@/api/appointments";
import { keepEventStream, type StreamState } from "@/lib/eventStream";
import { invalidator } from "./invalidation";

export const POLL_SECONDS = 15;

const LiveContext = createContext<StreamState>("connecting");

/** Keeps the appointments' event stream open for what is inside. */
export function LiveUpdates({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>("connecting");
  useEffect(() => {
    const { take, stop } = invalidator(client);
    const close = keepEventStream({
      open: openAppointmentStream,
      onEvent: take,
      onState: setState,
    });
    return () => {
      close();
      stop();
    };
  }, [client]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

export function useLiveState(): StreamState {
  return useContext(LiveContext);
}

/** How often to ask again: never while the stream is live, else every 15 s. */
export function usePollInterval(): number | false {
  return useLiveState() === "live" ? false : POLL_SECONDS * 1000;
}
