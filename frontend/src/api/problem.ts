import type { Problem } from "./generated";

const NO_CONNECTION = "Sem conexão com o servidor. Verifique a rede e tente de novo.";
const UNEXPECTED = "Algo deu errado no servidor. Tente de novo em instantes.";

/** A call that failed: `status` 0 without an answer, else the HTTP status. `message` is Portuguese, for the screen. */
export class ApiError extends Error {
  readonly status: number;
  readonly fieldErrors: ReadonlyArray<{ field: string; detail: string }>;

  constructor(status: number, problem?: Partial<Problem>) {
    super(problem?.detail ?? (status === 0 ? NO_CONNECTION : UNEXPECTED));
    this.name = "ApiError";
    this.status = status;
    this.fieldErrors = problem?.errors ?? [];
  }
}

/** What to tell a person about any error thrown by a query or a mutation. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : UNEXPECTED;
}

type Outcome<T> = { data?: T | undefined; error?: unknown; response?: Response | undefined };

/** The data of a generated call, or an ApiError made of its problem document (RFC 9457). */
export async function unwrap<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await outcome;
  if (response?.ok) return data as T;
  const isProblem = response !== undefined && typeof error === "object" && error !== null;
  throw new ApiError(response?.status ?? 0, isProblem ? (error as Partial<Problem>) : undefined);
}
