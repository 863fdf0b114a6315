import type { Transition } from '#core/incident/state.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Log } from './log.ts';

/** Each verdict for whoever wants to see all; a line for people where a check has become NG, or OK again. */
export function logVerdict(log: Log, verdict: Verdict, before: Verdict | null): void {
  const { name, outcome, label, latencyMs, attempts, reason } = verdict;
  const fields = { check: name, outcome, latencyMs, attempts, ...(reason && { code: reason.code }) };
  const sentence = `${name}: ${label}${reason === null ? '' : `: ${reason.message}`}`;
  if (outcome === 'NG' && before?.outcome !== 'NG') log.warn(fields, sentence);
  else if (outcome === 'OK' && before?.outcome === 'NG') log.info(fields, sentence);
  else log.debug(fields, sentence);
}

export function logTransitions(log: Log, transitions: readonly Transition[]): void {
  for (const { type, check, kind, since, reason } of transitions) {
    const isEnd = type === 'recovered' || type === 'removed';
    log[isEnd ? 'info' : 'warn'](
      { check, incident: kind, since, event: type },
      `incident ${type}: ${check}: ${reason.message}`,
    );
  }
}
