/** Somebody waits at a terminal: what does not answer is given up in seconds, what is throttled is tried five times. */
const PATIENCE = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
} as const;

/** The settings of a client of AWS in a Region; in the environment's where that is null. */
export function clientIn(region: string | null) {
  return { ...PATIENCE, ...(region !== null && { region }) };
}
