import { useMutation } from "@tanstack/react-query";
import { Download, FileSpreadsheet } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { downloadTemplate } from "@/api/imports";
import { messageOf } from "@/api/problem";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Message";
import { cx } from "@/lib/cx";
import { saveFile } from "@/lib/saveFile";
import { useStartImport } from "./queries";

function Template() {
  const template = useMutation({
    mutationFn: downloadTemplate,
    onSuccess: (file) => saveFile(file, "modelo-agendamentos.xlsx"),
  });
  return (
    <>
      <Button variant="quiet" disabled={template.isPending} onClick={() => template.mutate()}>
        <Download aria-hidden="true" className="size-4" />
        Baixar a planilha modelo
      </Button>
      {template.isError && <Notice>{messageOf(template.error)}</Notice>}
    </>
  );
}

/** Takes a file, chosen or dropped. */
export function Upload({ onStarted }: { onStarted: (id: string) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const start = useStartImport();
  const send = (file: File | undefined) =>
    file && start.mutate(file, { onSuccess: (started) => onStarted(started.id) });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <div className="flex flex-col items-start gap-3">
      {start.isError && <Notice>{messageOf(start.error)}</Notice>}
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          "flex w-full cursor-pointer flex-col items-center gap-2 rounded-md border-2 border-dashed p-8 text-center has-focus-visible:outline-2 has-focus-visible:outline-brand",
          over ? "border-brand bg-brand-soft" : "border-line-strong hover:bg-page",
        )}
      >
        <FileSpreadsheet aria-hidden="true" className="size-8 text-brand" strokeWidth={1.5} />
        <span className="text-base font-semibold">
          {start.isPending ? "Enviando…" : "Escolha a planilha ou solte o arquivo aqui"}
        </span>
        <span className="text-muted">.xlsx ou .csv, com uma linha para cada agendamento</span>
        <input
          id={id}
          type="file"
          accept=".xlsx,.csv"
          className="sr-only"
          disabled={start.isPending}
          onChange={(event) => send(event.target.files?.[0])}
        />
      </label>
      <Template />
    </div>
  );
}
