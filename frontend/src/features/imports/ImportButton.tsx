import { FileUp } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/Button";

const ImportDialog = lazy(async () => ({ default: (await import("./ImportDialog")).ImportDialog }));

/** The way to the spreadsheet's import. */
export function ImportButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <FileUp aria-hidden="true" className="size-4" />
        <span>
          Importar<span className="max-sm:sr-only"> planilha</span>
        </span>
      </Button>
      {open && (
        <Suspense>
          <ImportDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
