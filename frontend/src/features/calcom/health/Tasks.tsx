import { ChevronRight, CircleCheckBig, TriangleAlert } from "lucide-react";
import { Link } from "react-router";
import type { IntegrationTask } from "@/api/models";
import { formatNumber } from "@/lib/format";
import { taskOf } from "./healthWords";

function Task({ task }: { task: IntegrationTask }) {
  const { text, to } = taskOf(task);
  return (
    <li>
      <Link to={to} className="flex min-h-11 items-center gap-3 px-4 py-2 font-semibold hover:underline">
        <span className="tabular-nums">{formatNumber(task.total)}</span>
        <span className="min-w-0 flex-1">{text}</span>
        <ChevronRight aria-hidden="true" className="size-4 shrink-0" />
      </Link>
    </li>
  );
}

/** What waits for a person, each with the way to it. */
export function Tasks({ tasks }: { tasks: readonly IntegrationTask[] }) {
  if (tasks.length === 0)
    return (
      <p className="flex items-center gap-2 rounded-lg bg-positive-soft px-4 py-3 font-semibold text-positive-ink">
        <CircleCheckBig aria-hidden="true" className="size-5 shrink-0" />
        Nada precisa de você agora.
      </p>
    );
  return (
    <section aria-labelledby="tasks" className="rounded-lg bg-attention-soft text-attention-ink">
      <h2 id="tasks" className="flex items-center gap-2 px-4 pt-3 font-bold">
        <TriangleAlert aria-hidden="true" className="size-5" />
        Precisa de uma pessoa
      </h2>
      <ul aria-labelledby="tasks" className="pb-2">
        {tasks.map((task) => (
          <Task key={task.code} task={task} />
        ))}
      </ul>
    </section>
  );
}
