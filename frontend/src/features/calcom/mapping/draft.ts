import type { MappingDraft } from "@/api/mapping";
import type { Mapping } from "@/api/models";

/** An event type as it is typed; `key` tells rows apart, and an empty text is "none". */
export type TypedEventType = { key: number; id: string; slug: string; unidadeId: string };
/** A mapping as it is typed: the event types, and each field's slugs in one text with commas. */
export type Draft = { eventTypes: readonly TypedEventType[]; questions: Readonly<Record<string, string>> };

export const EMPTY_ROW = { id: "", slug: "", unidadeId: "" } as const;

export function draftOf(mapping: Mapping): Draft {
  return {
    eventTypes: mapping.event_types.map(({ id, slug, unidade_id }, key) => ({
      key,
      id: id === null ? "" : String(id),
      slug: slug ?? "",
      unidadeId: unidade_id ?? "",
    })),
    questions: Object.fromEntries(
      mapping.fields.map(({ field }) => [field, (mapping.questions[field] ?? []).join(", ")]),
    ),
  };
}

const slugsIn = (text: string) =>
  text
    .split(",")
    .map((slug) => slug.trim())
    .filter(Boolean);

/** What the API is sent; rows without an event type or a unit are left to its own refusal. */
export function bodyOf({ eventTypes, questions }: Draft): MappingDraft {
  return {
    event_types: eventTypes.map(({ id, slug, unidadeId }) => ({
      ...(id && { id: Number(id) }),
      ...(slug.trim() && { slug: slug.trim() }),
      unidade_id: unidadeId,
    })),
    questions: Object.fromEntries(
      Object.entries(questions)
        .map(([field, text]) => [field, slugsIn(text)] as const)
        .filter(([, slugs]) => slugs.length > 0),
    ),
  };
}

/** Whether two drafts would be stored alike. */
export function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other));
}

export function withRow(draft: Draft): Draft {
  const key = Math.max(-1, ...draft.eventTypes.map((row) => row.key)) + 1;
  return { ...draft, eventTypes: [...draft.eventTypes, { key, ...EMPTY_ROW }] };
}

export function withoutRow(draft: Draft, key: number): Draft {
  return { ...draft, eventTypes: draft.eventTypes.filter((row) => row.key !== key) };
}

export function withChange(draft: Draft, key: number, change: Partial<TypedEventType>): Draft {
  const eventTypes = draft.eventTypes.map((row) => (row.key === key ? { ...row, ...change } : row));
  return { ...draft, eventTypes };
}
