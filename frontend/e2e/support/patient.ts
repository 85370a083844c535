import type { FrameLocator, Page } from "playwright-core";
import type { Addresses } from "./stack";

export type Patient = { name: string; email: string; cpf: string; telefone: string };
/** Date and hour as the clinic writes them. */
export type Slot = { date: string; hour: string };

function slotOf(iso: string | null): Slot {
  const at = new Date(iso ?? "");
  const zone = { timeZone: "America/Sao_Paulo" };
  const date = at.toLocaleDateString("pt-BR", { ...zone, day: "2-digit", month: "2-digit", year: "numeric" });
  return { date, hour: at.toLocaleTimeString("pt-BR", { ...zone, hour: "2-digit", minute: "2-digit" }) };
}

/** Cal.com's page, by itself or inside the widget. */
type Booker = Page | FrameLocator;

/**
 * Chooses the last free slot of the `ahead`-th day that has any: `fillAgenda` takes earlier ones. The days and the slots of
 * the day that was open before stay in sight until the chosen one comes.
 */
export async function chooseSlot(page: Booker, ahead: number): Promise<Slot> {
  const day = page.getByTestId("days").getByRole("link").nth(ahead);
  await day.click();
  await day.and(page.locator("[aria-current=date]")).waitFor();
  const slot = page.getByTestId("slot").last();
  const chosen = slotOf(await slot.getAttribute("data-start"));
  await slot.click();
  await page.getByTestId("chosen-slot").waitFor();
  return chosen;
}

/** Books on Cal.com's page as a patient does; the page then shows the booking. */
export async function book(page: Page, at: Addresses, eventType: string, patient: Patient): Promise<Slot> {
  await page.goto(at.calcom);
  await page.getByTestId(`event-type-${eventType}`).click();
  const slot = await chooseSlot(page, 1);
  for (const [field, value] of Object.entries(patient)) await page.getByTestId(`field-${field}`).fill(value);
  await page.getByTestId("field-convenio").selectOption("Unimed");
  await page.getByTestId("confirm-booking").click();
  await page.getByTestId("booking").waitFor();
  return slot;
}

/** Moves the booking that the page shows to another day. */
export async function reschedule(page: Booker): Promise<Slot> {
  await page.getByTestId("reschedule").click();
  const slot = await chooseSlot(page, 3);
  await page.getByTestId("confirm-booking").click();
  await page.getByTestId("booking").waitFor();
  return slot;
}

/** Cancels the booking that the page shows. */
export async function cancel(page: Booker, reason: string) {
  await page.getByTestId("cancel").click();
  await page.getByTestId("cancel-reason").fill(reason);
  await page.getByTestId("confirm-cancel").click();
  await page.locator("[data-testid=booking][data-status=CANCELLED]").waitFor();
}

/** In Cal.com's area of the clinic: accepts the patient's request. */
export async function confirm(page: Page, at: Addresses, patient: Patient) {
  await page.goto(`${at.calcom}/bookings/upcoming`);
  const row = page.getByTestId("row").filter({ hasText: patient.email });
  await row.getByTestId("confirm").getByRole("button").click();
  await page.locator("[data-testid=row][data-status=ACCEPTED]").filter({ hasText: patient.email }).waitFor();
}
