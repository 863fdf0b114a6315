import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Verdict } from '#core/verdict/verdict.ts';

/** What a line of a trace is about, as curl marks it: what the probe does, what it sends, what it receives. */
export type Mark = '*' | '>' | '<';

/**
 * Takes down what an attempt does, for a person who asked to see it. A probe says everything as it is: what must not be
 * seen is taken out when the attempt is over, and what is too long is cut.
 */
export type Trace = {
  /** A connection is being made: its look-up, addresses and times are read from the socket's own events. */
  readonly connecting: (socket: Socket) => void;
  /**
   * A TLS handshake is being made: protocol and certificates are read when it is done, accepted or not. `isInsecure`: the
   * attempt goes on with any certificate, because the check says so.
   */
  readonly securing: (socket: TLSSocket, isInsecure: boolean) => void;
  /** A line, or several. Bytes are shown as text where they are UTF-8. */
  readonly tell: (mark: Mark, text: string | Buffer) => void;
  /** A flow comes to a step: words of the checks file and ours alone, which nothing that was answered is a part of. */
  readonly step: (text: string) => void;
  /** A message's first line and its headers, names and values by turns, each character a byte; and its body, if any. */
  readonly head: (mark: Mark, first: string, rawHeaders: readonly string[], body?: Buffer | null) => void;
};

/** One thing that was taken down, `atMs` milliseconds after the attempt began. `text` may have several lines. */
export type TraceLine = { readonly atMs: number; readonly mark: Mark; readonly text: string };

/** One expectation of a check, with the real value beside the wanted one: `status 503, wanted 200`. */
export type Expectation = { readonly isHeld: boolean; readonly text: string };

/** What a target said, as text. `remark` says how much that is: `1,234 bytes, utf-8`. */
export type Said = { readonly remark: string; readonly text: string };

/** Which attempt at which check. `attempt` counts from 1, rechecks included. */
export type AttemptName = { readonly name: string; readonly kind: string; readonly attempt: number };

/**
 * One attempt at a check as a person sees it, without secrets. Its texts may hold control characters. `expectations` is
 * empty when nothing came back that could be judged; `verdict` is null when the checker itself failed.
 */
export type AttemptTrace = AttemptName & {
  readonly lines: readonly TraceLine[];
  readonly said: Said | null;
  readonly expectations: readonly Expectation[];
  readonly verdict: Verdict | null;
  /** Seconds until the recheck; null when there is none. */
  readonly recheckAfterSeconds: number | null;
};

/**
 * A line while its attempt goes on, without secrets. `text` is null where it may hold what is known as a secret only later:
 * the trace of the whole attempt has it, in the same place.
 */
export type EarlyLine = Omit<TraceLine, 'text'> & { readonly text: string | null };

/** Who looks at attempts: when one begins, at each line as it is taken down, and at the whole when it is over. */
export type TraceListener = {
  readonly begun?: (attempt: AttemptName) => void;
  readonly line?: (attempt: AttemptName, line: EarlyLine) => void;
  readonly ended: (trace: AttemptTrace) => void;
};
