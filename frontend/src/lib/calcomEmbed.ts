/**
 * Cal.com's booking widget: the one file that talks to its script (EMBED.md). The script is the configured instance's own;
 * what its frame says is a browser's word, a hint to ask the server by.
 */
type Api = { (...instruction: unknown[]): void; q: unknown[][] };
type Cal = Api & { ns: Record<string, Api>; loaded: true };

declare global {
  interface Window {
    Cal?: Cal;
  }
}

/** `link` is a page below `origin`, `config` what it is filled in with: texts only. */
export type Widget = { scriptUrl: string; origin: string; link: string; config: Record<string, string> };

/** `ready`: some page is there. `booker`: it is one that books. `unreachable`: the script did not come. */
export type WidgetNews =
  | { kind: "ready" | "booker" | "failed" | "unreachable" }
  | { kind: "booked" | "rescheduled" | "cancelled"; uid: string };

const FRAME_TITLE = "Agendamento no Cal.com";
const SIGNS: Record<string, "ready" | "booker" | "failed"> = {
  linkReady: "ready",
  navigatedToBooker: "booker",
  bookerReady: "booker",
  linkFailed: "failed",
};
const DEEDS: Record<string, "booked" | "rescheduled"> = {
  bookingSuccessfulV2: "booked",
  rescheduleBookingSuccessfulV2: "rescheduled",
};

let script: { element: HTMLScriptElement; hasCome: boolean } | null = null;

/** A function whose calls wait in its queue for the script, which takes the queue's place. */
function waiting(): Api {
  const api: Api = Object.assign((...instruction: unknown[]) => void api.q.push(instruction), { q: [] });
  return api;
}

/** Asks for the script once for the whole page: the first address wins. */
function requestScript(url: string): HTMLScriptElement {
  if (script) return script.element;
  window.Cal = Object.assign(waiting(), { ns: {}, loaded: true as const });
  const asked = { element: document.createElement("script"), hasCome: false };
  asked.element.src = url;
  asked.element.addEventListener("load", () => {
    asked.hasCome = true;
  });
  asked.element.addEventListener("error", forgetLostScript);
  document.head.append(asked.element);
  script = asked;
  return asked.element;
}

/** Lets the next widget ask for the script again, where it has not come: a second one would break the first. */
export function forgetLostScript(): void {
  if (!script || script.hasCome) return;
  script.element.remove();
  script = null;
  delete window.Cal;
}

/** One namespace for each link; neither may change without a new mount. */
function namespaceOf(link: string): string {
  return `agenda-${link.replace(/[^0-9A-Za-z]+/g, "-")}`;
}

function apiOf(namespace: string, origin: string): Api {
  const cal = window.Cal as Cal;
  const known = cal.ns[namespace];
  if (known) return known;
  const api = waiting();
  cal.ns[namespace] = api;
  api("init", namespace, { calOrigin: origin });
  cal("initNamespace", namespace);
  return api;
}

function textAt(value: unknown, ...path: string[]): string | null {
  const found = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | null)?.[name], value);
  return typeof found === "string" ? found : null;
}

/** What a message of the frame means, or null. */
function newsOf(message: unknown, namespace: string): WidgetNews | null {
  const type = textAt(message, "type") ?? "";
  if (textAt(message, "fullType") !== `CAL:${namespace}:${type}`) return null;
  const sign = SIGNS[type];
  if (sign) return { kind: sign };
  const deed = DEEDS[type];
  const uid = deed ? textAt(message, "data", "uid") : textAt(message, "data", "booking", "uid");
  if (deed && uid) return { kind: deed, uid };
  return type === "bookingCancelled" && uid ? { kind: "cancelled", uid } : null;
}

/** Gives the frame a name in our language, and keeps the script's skeleton away: each turn of a phone brings it back. */
function settle(box: HTMLElement) {
  box.querySelector("iframe")?.setAttribute("title", FRAME_TITLE);
  const shadow = box.querySelector("cal-inline")?.shadowRoot;
  if (!shadow || shadow.querySelector("#settled")) return;
  const style = document.createElement("style");
  style.id = "settled";
  style.textContent = "#skeleton-container { display: none !important }";
  shadow.append(style);
}

/** Shows the widget in `place`, and tells what becomes of it; what it gives back takes the widget away again. */
export function mountWidget(place: HTMLElement, widget: Widget, hear: (news: WidgetNews) => void) {
  const { scriptUrl, origin, link, config } = widget;
  const namespace = namespaceOf(link);
  const box = document.createElement("div");
  const listen = (event: MessageEvent) => {
    const news = event.origin === origin ? newsOf(event.data, namespace) : null;
    if (!news) return;
    settle(box);
    hear(news);
  };
  const lose = () => hear({ kind: "unreachable" });
  window.addEventListener("message", listen);
  const element = requestScript(scriptUrl);
  element.addEventListener("error", lose);
  place.append(box);
  apiOf(namespace, origin)("inline", { elementOrSelector: box, calLink: link, config: { ...config } });
  return () => {
    window.removeEventListener("message", listen);
    element.removeEventListener("error", lose);
    box.remove();
  };
}
