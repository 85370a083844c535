const WIDTHS = ["w-3/4", "w-1/2", "w-2/3", "w-5/6"];

/** Grey lines while content loads; said aloud as "Carregando". */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div role="status" className="flex flex-col gap-5 p-5">
      <span className="sr-only">Carregando…</span>
      {Array.from({ length: lines }, (_, line) => WIDTHS[line % WIDTHS.length]).map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={line} className={`h-4 animate-pulse rounded-sm bg-sunken ${width}`} />
      ))}
    </div>
  );
}
