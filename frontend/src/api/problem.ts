import type { Problem } from "./generated";

const NO_CONNECTION = "Sem conexão com o servidor. Verifique a rede e tente de novo.";
const UNEXPECTED = "Algo deu errado no servidor. Tente de novo em instantes.";

/**
 * A call that failed: `status` 0 without an answer, else the HTTP status; `code` is the problem's stable word.
 * `message` is Portuguese, for the screen; `problem` is the whole document, for what only some problems carry.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fieldErrors: ReadonlyArray<{ field: string; detail: string }>;
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem?: Partial<Problem>) {
    super(problem?.detail ?? (status === 0 ? NO_CONNECTION : UNEXPECTED));
    this.name = "ApiError";
    this.status = status;
    this.code = problem?.code ?? "";
    this.fieldErrors = problem?.errors ?? [];
    this.problem = { ...problem };
  }
}

/** What to tell a person about any error thrown by a query or a mutation. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : UNEXPECTED;
}

/** Whether a call failed with the problem named `code`. */
export function isProblem(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

type Outcome<T> = { data?: T | undefined; error?: unknown; response?: Response | undefined };

/** The data of a generated call, or an ApiError made of its problem document (RFC 9457). */
export async function unwrap<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await outcome;
  if (response?.ok) return data as T;
  const hasProblem = response !== undefined && typeof error === "object" && error !== null;
  throw new ApiError(response?.status ?? 0, hasProblem ? (error as Partial<Problem>) : undefined);
}
