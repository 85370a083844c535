import { waitFor } from "@testing-library/react";
import { CALCOM } from "./mock/bookingHandlers";

type Inline = { calLink: string; config: Record<string, string> };

function scriptElement(): HTMLScriptElement | null {
  return document.querySelector(`script[src="${CALCOM}/embed/embed.js"]`);
}

/** The widgets that were asked for, in their order, each with the namespace that it speaks in: the script never comes. */
export function askedWidgets(): Array<Inline & { namespace: string }> {
  const spaces = Object.entries(window.Cal?.ns ?? {});
  return spaces.flatMap(([namespace, api]) =>
    api.q.filter(([method]) => method === "inline").map(([, asked]) => ({ ...(asked as Inline), namespace })),
  );
}

/** The newest widget for a link, once it has been asked for. */
export function widgetFor(link: string) {
  return waitFor(() => {
    const found = askedWidgets().findLast(({ calLink }) => calLink === link);
    if (!found) throw new Error(`nobody asked for ${link}`);
    return found;
  });
}

/** Says something as the widget's frame does. */
export function say(namespace: string, type: string, data: unknown = {}, origin = CALCOM) {
  const message = { originator: "CAL", fullType: `CAL:${namespace}:${type}`, type, namespace, data };
  window.dispatchEvent(new MessageEvent("message", { data: message, origin }));
}

/** Lets the script fail to come. */
export function loseScript() {
  scriptElement()?.dispatchEvent(new Event("error"));
}

export const hasAskedForScript = () => scriptElement() !== null;
