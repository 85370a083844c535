import type { FrameLocator, Locator, Page } from "playwright-core";
import type { Patient } from "./patient";
import type { Addresses } from "./stack";
import { signInByApi } from "./staff";

/** The widget's frame. */
export function frameOf(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Agendamento no Cal.com"]');
}

/** Goes to the booking page by the menu. */
export async function openSelfBooking(page: Page) {
  await page
    .getByRole("navigation", { name: "Principal" })
    .getByRole("link", { name: "Autoagendamento" })
    .click();
  await page.getByRole("heading", { name: "Autoagendamento" }).waitFor();
}

/** Chooses the unit, and what is done there where there is a choice; the frame. */
export async function chooseOffer(
  place: Page | Locator,
  unit: string,
  title?: string,
): Promise<FrameLocator> {
  await place.getByLabel("Unidade", { exact: true }).selectOption({ label: unit });
  if (title) await place.getByLabel("Atendimento").selectOption({ label: title });
  return place.frameLocator('iframe[title="Agendamento no Cal.com"]');
}

/** Fills Cal.com's form in and sends it off; the frame then shows the booking. */
export async function fillIn(frame: FrameLocator, patient: Patient) {
  for (const [field, value] of Object.entries(patient)) await frame.getByTestId(`field-${field}`).fill(value);
  await frame.getByTestId("confirm-booking").click();
  await frame.getByTestId("booking").waitFor();
}

/** The uid of the booking that was made with this address. */
export async function bookingOf(at: Addresses, email: string): Promise<string> {
  const answer = await fetch(`${at.calcom}/sandbox/bookings`);
  const rows = (await answer.json()) as Array<{ uid: string; attendees: Array<{ email: string }> }>;
  const found = rows.find(({ attendees }) => attendees[0]?.email === email);
  if (!found) throw new Error("Cal.com has no such booking.");
  return found.uid;
}

type Given = { nome_paciente: string; nome_unidade: string; cpf?: string; telefone?: string; email?: string };

/** Makes an appointment without a date through the API; its id. */
export async function createByApi(at: Addresses, given: Given): Promise<string> {
  const answer = await fetch(`${at.app}/api/v1/appointments`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${await signInByApi(at, "atendente")}`,
    },
    body: JSON.stringify({ nome_marca: "Laboratório Aurora", ...given }),
  });
  if (!answer.ok) throw new Error(`appointments: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** Loses this share of Cal.com's deliveries from now on. */
export async function dropDeliveries(at: Addresses, drop: 0 | 1) {
  await fetch(`${at.calcom}/sandbox/faults`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ drop }),
  });
}
