import { useEffect, useState, useSyncExternalStore } from "react";

/** `value` as it was once it had rested for `milliseconds`. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

/** Whether a media query matches now. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Sets the browser tab's title; never with a patient's data. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Agenda de coletas`;
  }, [title]);
}
