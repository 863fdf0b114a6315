/** Somebody waits at a terminal: what does not answer is given up in seconds, what is throttled is tried five times. */
export const CLIENT = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
} as const;
