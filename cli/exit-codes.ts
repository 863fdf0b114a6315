/** What the process ends with; docs/reference/exit-codes.md says the same to users. */
export const EXIT = {
  /** Every check was OK, or the command did what it was asked. */
  ok: 0,
  /** The roll was called and some check is NG. */
  ng: 1,
  /** The command line, the checks file or the selection was wrong; nothing was sent. */
  usage: 2,
  /** Rollcall itself failed; verdicts that exist were still printed. */
  failed: 3,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
  /** 128 + SIGHUP. */
  hungUp: 129,
} as const;

/** The code of a command that was told to stop. */
export function interruptedCode(signal: AbortSignal): number {
  if (signal.reason === 'SIGHUP') return EXIT.hungUp;
  return signal.reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}
