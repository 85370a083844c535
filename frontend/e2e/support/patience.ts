/**
 * How long a step, and a whole test or the start of a stack, may take before it counts as hanging. Nothing else ends by time:
 * a busy machine takes what it takes.
 */
export const STEP_MS = 120_000;
export const TEST_MS = 600_000;
