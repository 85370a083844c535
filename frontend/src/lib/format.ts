/** Eleven digits as `123.456.789-09`; anything else as it is. */
export function formatCpf(cpf: string | null | undefined): string {
  return (cpf ?? "").replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, "$1.$2.$3-$4");
}

/** A Brazilian number, E.164 or its ten or eleven digits alone, as `(11) 91234-5678`; anything else as it is. */
export function formatPhone(phone: string | null | undefined): string {
  return (phone ?? "").replace(/^(?:\+55)?(\d{2})(\d{4,5})(\d{4})$/, "($1) $2-$3");
}

/** What was typed with its separators taken out, where nothing but digits and separators was typed. */
function bare(text: string): string {
  return /^[\d\s().-]+$/.test(text.trim()) ? text.replace(/\D/g, "") : text.trim();
}

/** A CPF as typed in any way, written the usual way once it has its eleven digits. */
export function tidyCpf(text: string): string {
  return bare(text).length === 11 ? formatCpf(bare(text)) : text.trim();
}

/** A phone as typed in any way, written the usual way once it has its ten or eleven digits. */
export function tidyPhone(text: string): string {
  const digits = bare(text);
  return digits.length === 10 || digits.length === 11 ? formatPhone(digits) : text.trim();
}

/** `1 agendamento`, `2 agendamentos`. */
export function countText(count: number, singular: string): string {
  return `${formatNumber(count)} ${singular}${count === 1 ? "" : "s"}`;
}

/** A span of seconds in short words: `0,4 s`, `12 s`, `3 min`, `2 h`, `5 dias`. */
export function formatSpan(seconds: number): string {
  if (seconds < 10) return `${formatNumber(seconds)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} dias`;
}

/** `1234.5` → `1.234,5`. */
export function formatNumber(value: number): string {
  return value.toLocaleString("pt-BR", { maximumFractionDigits: 1 });
}
