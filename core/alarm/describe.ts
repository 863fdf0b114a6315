import { asciiName } from '../text/ascii-name.ts';
import { ALARM_KINDS, type AlarmKind, anchorOf } from './alarm.ts';

/** What every alarm of a stack has in its name and in its description. */
export type Naming = {
  /** In front of each name. */
  readonly prefix: string;
  /** Where the runbook is read. */
  readonly runbook: string;
};

/** The id of the alarm that a rollout goes back on; its name is that behind the prefix and a hyphen. */
export const WORKFLOW_FAILED = 'workflow-failed';

const WORDS: Readonly<Partial<Record<AlarmKind, string>>> = {
  regionSilence: 'silence',
  workflowFailed: WORKFLOW_FAILED,
  workflowTimedOut: 'workflow-timed-out',
  workflowThrottled: 'workflow-throttled',
  checkerFaults: 'checker-faults',
  functionsThrottled: 'functions-throttled',
  scheduleDropped: 'schedules-dropped',
  deadLetters: 'dead-letters',
  statusPage: 'status-page',
};

/** The kind of an alarm by its description, which ends with the heading in the runbook; null for none of ours. */
export function kindOfAlarm(description: string): AlarmKind | null {
  const anchor = /#([^#\s]+)$/.exec(description)?.[1];
  const kinds = Object.entries(ALARM_KINDS) as [AlarmKind, { readonly heading: string }][];
  return kinds.find(([, { heading }]) => anchorOf(heading) === anchor)?.[0] ?? null;
}

/** Of 255 that the name of an alarm may have, the rest is for the stack's prefix. */
const MOST_CHARACTERS = 100;

/**
 * `what` is the check, shard or Region that the alarm is of, or '' where a stack has one of its kind. `any-` stands in
 * front of what is several, where no kind begins so. `seen` says what the alarm saw.
 */
export function named({ prefix, runbook }: Naming, kind: AlarmKind, what: string, seen: string, any = '') {
  const { heading, reason } = ALARM_KINDS[kind];
  const word = `${any}${WORDS[kind] ?? kind}`;
  const id = what === '' ? word : `${word}-${asciiName(what, MOST_CHARACTERS)}`;
  return {
    kind,
    id,
    name: `${prefix}-${id}`,
    description: `${seen}. ${reason} ${runbook}#${anchorOf(heading)}`,
  };
}
