/** O: OK · f: OK on a recheck · N: NG · F: Rollcall could not check · C: NG for a certificate that many have. */
export type Answer = 'O' | 'f' | 'N' | 'F' | 'C';

/** Minutes; `to` is the first one that is over. */
export type Span = { readonly from: number; readonly to: number };

/** What is to happen to checks, minute by minute. */
export const EVENT_KINDS = [
  'outage',
  'outage with a fault of ours in it',
  'outage seen after the store is back',
  'outage while the store is away',
  'checker fault',
  'flap of one run',
  'fault of one run',
  'flaky answer',
  'outage of a parent',
  'outage within maintenance',
  'outage that ends in maintenance',
  'outage that goes on after maintenance',
  'certificate of several checks',
  'monitor offline',
  'outage with the monitor offline in it',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** `seenFrom`: the first minute that counts, where that is not `from`. */
export type ScriptedEvent = Span & {
  readonly kind: EventKind;
  readonly check: number;
  readonly seenFrom?: number;
};
