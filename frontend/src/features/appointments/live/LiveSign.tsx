import { Radio, RefreshCw } from "lucide-react";
import { Badge } from "@/components/ui/Badge";
import { POLL_SECONDS, useLiveState } from "./LiveUpdates";

/** Which way news comes: by itself, by asking, or not known yet. */
export function LiveSign() {
  const state = useLiveState();
  return (
    <span role="status">
      {state === "live" && (
        <Badge tone="positive" icon={Radio}>
          Ao vivo
        </Badge>
      )}
      {state === "down" && <Badge icon={RefreshCw}>Atualizando a cada {POLL_SECONDS} s</Badge>}
      {state === "connecting" && <Badge icon={RefreshCw}>Conectando…</Badge>}
    </span>
  );
}
