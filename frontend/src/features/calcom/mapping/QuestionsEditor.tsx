import type { MappedField } from "@/api/models";
import { Field } from "@/components/ui/Field";
import type { Draft } from "./draft";
import { fieldName } from "./mappingWords";

type EditorProps = { fields: readonly MappedField[]; draft: Draft; onChange: (draft: Draft) => void };

/** Which questions of the booking form answer which field, besides the usual ones. */
export function QuestionsEditor({ fields, draft, onChange }: EditorProps) {
  const set = (field: string, text: string) =>
    onChange({ ...draft, questions: { ...draft.questions, [field]: text } });
  return (
    <section aria-labelledby="questions" className="flex flex-col gap-3">
      <h2 id="questions" className="font-bold">
        Pergunta → campo
      </h2>
      <p className="text-muted">
        Escreva os identificadores das perguntas da clínica, separados por vírgula, o melhor primeiro. Os de
        costume já valem sem serem escritos.
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        {fields.map(({ field, usual }) => (
          <Field
            key={field}
            label={fieldName(field)}
            value={draft.questions[field] ?? ""}
            onChange={(event) => set(field, event.target.value)}
            hint={`De costume: ${usual.join(", ")}`}
          />
        ))}
      </div>
    </section>
  );
}
