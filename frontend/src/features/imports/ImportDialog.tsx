import { useState } from "react";
import { messageOf } from "@/api/problem";
import { ErrorMessage } from "@/components/ui/Message";
import { Modal } from "@/components/ui/Modal";
import { Skeleton } from "@/components/ui/Skeleton";
import { Preview } from "./Preview";
import { ImportResult, Working } from "./Progress";
import { useImport } from "./queries";
import { Upload } from "./Upload";

/** One import on its way: read, looked at, written. */
function Steps({ id, onAgain, onClose }: { id: string; onAgain: () => void; onClose: () => void }) {
  const { data, error, refetch } = useImport(id);
  if (!data && error) return <ErrorMessage detail={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={3} />;
  if (data.state === "lendo" || data.state === "gravando") return <Working data={data} />;
  if (data.state === "gravado") return <ImportResult data={data} onAgain={onAgain} onClose={onClose} />;
  return <Preview data={data} onAgain={onAgain} />;
}

/** A spreadsheet into the agenda: upload, preview with every error by row, confirm, result. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [id, setId] = useState<string | null>(null);
  return (
    <Modal
      wide
      title="Importar planilha"
      description="Nada é gravado antes de você conferir e confirmar."
      onClose={onClose}
    >
      {id ? <Steps id={id} onAgain={() => setId(null)} onClose={onClose} /> : <Upload onStarted={setId} />}
    </Modal>
  );
}
