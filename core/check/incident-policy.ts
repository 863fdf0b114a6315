/**
 * When a check's answers become news.
 *
 * `failureThreshold`: NG runs before an incident opens. `faultThreshold`: the same for runs in which Rollcall could not
 * check. `degradedThreshold`: the same for answers that are OK and beyond a limit of `degraded`, null for never.
 * `successThreshold`: runs in a row without that trouble before it is over. `remindEveryMs`: how long an open
 * incident stays quiet between reminders, null for never. `notify`: `transitions` tells what begins and what ends,
 * `every` tells each NG run as well, as the recipe does.
 */
export type IncidentPolicy = {
  readonly failureThreshold: number;
  readonly faultThreshold: number;
  readonly degradedThreshold: number | null;
  readonly successThreshold: number;
  readonly remindEveryMs: number | null;
  readonly notify: 'transitions' | 'every';
};

/** What is taken where neither a check nor `defaults` says. */
export const DEFAULT_POLICY: IncidentPolicy = {
  failureThreshold: 2,
  // The workflow has tried a broken checker three times before it says so; a second run in trouble is no hiccup. The
  // same number as for the target, so that "two runs" is all that anybody must remember.
  faultThreshold: 2,
  // Whoever has slow answers marked may want them in results and charts only.
  degradedThreshold: null,
  successThreshold: 1,
  remindEveryMs: null,
  notify: 'transitions',
};

/** How long an incident is kept after its check's last NG run: longer than that, the check is off the list. */
export const FORGET_MS = 90 * 24 * 60 * 60_000;
