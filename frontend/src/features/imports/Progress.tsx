import { CircleCheckBig } from "lucide-react";
import type { Import } from "@/api/models";
import { Button } from "@/components/ui/Button";
import { Message } from "@/components/ui/Message";
import { formatNumber } from "@/lib/format";

/** How far the worker is. */
export function Working({ data }: { data: Import }) {
  const text = data.state === "lendo" ? "Lendo a planilha…" : "Gravando os agendamentos…";
  return (
    <div role="status" className="flex flex-col gap-3 py-8">
      <p className="text-center text-base font-semibold">{text}</p>
      <progress
        aria-label={text}
        max={100}
        value={data.progresso}
        className="h-2.5 w-full overflow-hidden rounded-full accent-brand"
      />
      <p className="text-center text-muted tabular-nums">
        {data.progresso}%{data.linhas > 0 && ` de ${formatNumber(data.linhas)} linhas`}
      </p>
    </div>
  );
}

type ImportResultProps = { data: Import; onAgain: () => void; onClose: () => void };

/** What was written, and what was left out. */
export function ImportResult({ data, onAgain, onClose }: ImportResultProps) {
  const written =
    data.gravadas === 1 ? "1 agendamento criado" : `${formatNumber(data.gravadas)} agendamentos criados`;
  return (
    <Message
      icon={CircleCheckBig}
      title={written}
      action={
        <div className="flex gap-3">
          <Button onClick={onAgain}>Importar outra</Button>
          <Button variant="primary" onClick={onClose}>
            Ver a agenda
          </Button>
        </div>
      }
    >
      {data.duplicadas > 0 && `${formatNumber(data.duplicadas)} repetidos foram deixados de fora. `}
      Arquivo: {data.arquivo}
    </Message>
  );
}
