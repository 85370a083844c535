import { useEffect } from "react";
import { useBlocker } from "react-router";

/** While `isDirty`, leaving the page (by link, "back", or closing the tab) waits for the person's word. */
export function useUnsavedGuard(isDirty: boolean) {
  const blocker = useBlocker(isDirty);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);
  return {
    isBlocked: blocker.state === "blocked",
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
  };
}
