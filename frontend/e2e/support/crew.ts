import type { Addresses } from "./stack";
import { signInByApi } from "./staff";
import { daysAhead } from "./visits";

type Item = { id: string };

const COLLECTORS = ["Amália Torres", "Conceição Prado"];
const VISITS = [
  ["Durval Meireles", "862.935.017-21", "Paulista"],
  ["Ondina Meireles", "273.946.158-55", "Moema"],
] as const;

/** Writes through the API as the gestor. */
async function writer(at: Addresses) {
  const token = await signInByApi(at, "gestor");
  return async (path: string, body: object): Promise<Item> => {
    const answer = await fetch(`${at.app}/api/v1/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Item;
  };
}

/** Gives the clinic a tag and a crew, and tomorrow one of it two visits at the same hour. */
export async function fillCrew(at: Addresses) {
  const post = await writer(at);
  await post("tags", { name: "Pediátrico", color: "#0f5f63" });
  const [first] = await Promise.all(COLLECTORS.map((name) => post("collectors", { name })));
  const driver = await post("drivers", { name: "Edmundo Paiva", phone: "(11) 98222-0001" });
  const car = await post("cars", { plate: "QWE1R23", model: "Fiat Mobi" });
  const crew = { collector_id: first?.id ?? "", driver_id: driver.id, car_id: car.id };
  await post("logistics-packages", { name: "Rota Oeste", ...crew });
  for (const [nome_paciente, cpf, nome_unidade] of VISITS) {
    const visit = { nome_unidade, nome_marca: "Laboratório Aurora", hora_agendamento: "16:00" };
    const when = { data_agendamento: daysAhead(1), status: "Agendado" };
    await post("appointments", { nome_paciente, cpf, ...visit, ...when, ...crew });
  }
}
