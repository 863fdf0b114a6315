import { DEFAULT_SEVERITY } from '../../check/alert-settings.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { blackboxMeasures } from './blackbox-measures.ts';
import type { Family } from './exposition.ts';
import { type Measure, seconds } from './measure.ts';

/** Gauges of checks, each series with the label `check`: blackbox_exporter's where they mean the same, and our own. */
export function checkFamilies(verdicts: readonly Verdict[]): readonly Family[] {
  return [...blackboxMeasures, ...OWN_MEASURES].map(({ name, help, of }) => ({
    name,
    help,
    samples: verdicts.flatMap((verdict) =>
      of(verdict).map(([value, labels]) => ({ labels: { check: verdict.name, ...labels }, value })),
    ),
  }));
}

const OWN_MEASURES: readonly Measure[] = [
  {
    name: 'rollcall_check_info',
    help: 'The kind, the severity and the tags of a check; always 1.',
    of: ({ kind, severity = DEFAULT_SEVERITY, tags }) => [[1, { kind, severity, tags: tags.join(',') }]],
  },
  {
    name: 'rollcall_check_flaky',
    help: 'Whether the check is OK only on a recheck or on another try.',
    of: ({ flaky }) => [[Number(flaky === true)]],
  },
  {
    name: 'rollcall_check_degraded',
    help: 'Whether the check is OK beyond a limit of degraded.',
    of: ({ degraded }) => [[Number(degraded === true)]],
  },
  {
    name: 'rollcall_check_reason',
    help: 'Why the check is NG, by its code; always 1.',
    of: ({ reason }) => (reason === null ? [] : [[1, { code: reason.code }]]),
  },
  {
    name: 'rollcall_check_quiet',
    help: 'Why nothing is to be reported of the check; always 1.',
    of: ({ quiet }) => (quiet === undefined ? [] : [[1, { because: quiet.because }]]),
  },
  {
    name: 'rollcall_step_duration_seconds',
    help: 'How long a step took with all its tries, by its place in the flow from 1.',
    of: ({ kind, seen }) => (kind === 'steps' ? stepTimes(seen?.['steps']) : []),
  },
  {
    name: 'rollcall_domain_expiry_timestamp_seconds',
    help: 'The day on which the registration of the domain ends, at 00:00 UTC.',
    of: ({ kind, seen }) => (kind === 'domain' ? [[Date.parse(String(seen?.['expires'])) / 1000]] : []),
  },
];

/** -1 stands for a step that was not sent. */
function stepTimes(steps: unknown): ReturnType<Measure['of']> {
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((ms, at) => (ms < 0 ? [] : [[seconds(ms), { step: String(at + 1) }] as const]));
}
