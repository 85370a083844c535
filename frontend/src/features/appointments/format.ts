import type { Appointment } from "@/api/models";

/** Eleven digits as `123.456.789-09`; anything else as it is. */
export function formatCpf(cpf: string | null | undefined): string {
  return (cpf ?? "").replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, "$1.$2.$3-$4");
}

/** A Brazilian E.164 number as `(11) 91234-5678`; anything else as it is. */
export function formatPhone(phone: string | null | undefined): string {
  return (phone ?? "").replace(/^\+55(\d{2})(\d{4,5})(\d{4})$/, "($1) $2-$3");
}

/** The checked address on one line, or "" where it has not been checked. */
export function formatAddress(address: Appointment["endereco_normalizado"]): string {
  if (!address) return "";
  const { rua, numero, complemento, bairro, cidade, estado, cep } = address;
  const street = [rua, numero, complemento].filter(Boolean).join(", ");
  const town = [cidade, estado].filter(Boolean).join("/");
  return [street, bairro, town, cep && `CEP ${cep}`].filter(Boolean).join(" · ");
}
