/** A stream that is written to: a terminal (`isTTY`, `columns`, `rows`), a pipe or a file. */
export type Out = {
  write(text: string | Uint8Array): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

/** All that a command may touch besides files: tests pass their own. */
export type Io = {
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
  readonly stdout: Out;
  readonly stderr: Out;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The absolute paths of the files that the command has read: no report of it may write over one. */
  readonly filesRead: Set<string>;
  /** Aborts when the user wants to stop; the reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Takes SIGHUP, which stops else, where no terminal could have sent it because it was closed. */
  readonly onHangUp?: (listener: () => void) => void;
  /** Shows a page to whoever sits at the terminal, where there is a browser. */
  readonly browse?: (url: string) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
};
