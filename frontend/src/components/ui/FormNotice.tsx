import { useEffect, useRef } from "react";
import { Notice } from "./Message";

/** Why a form was refused, brought into sight wherever the form had been scrolled to. */
export function FormNotice({ message }: { message: string | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) place.current?.scrollIntoView({ block: "nearest" });
  }, [message]);
  return (
    <div ref={place} className="empty:hidden">
      {message && <Notice>{message}</Notice>}
    </div>
  );
}
