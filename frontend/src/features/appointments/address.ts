import type { Appointment } from "@/api/models";

/** The checked address on one line, or "" where it has not been checked. */
export function formatAddress(address: Appointment["endereco_normalizado"]): string {
  if (!address) return "";
  const { rua, numero, complemento, bairro, cidade, estado, cep } = address;
  const street = [rua, numero, complemento].filter(Boolean).join(", ");
  const town = [cidade, estado].filter(Boolean).join("/");
  return [street, bairro, town, cep && `CEP ${cep}`].filter(Boolean).join(" · ");
}
