/** Milliseconds before attempt `n` (0, 1, 2 …): doubling from 1 s to 30 s, spread so that browsers do not return in step. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 1000 * 2 ** attempt);
  return ceiling / 2 + random() * (ceiling / 2);
}
