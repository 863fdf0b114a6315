import { mapTexts } from '#core/check/references.ts';
import { REDACTED } from '#core/redact/literal.ts';
import { redactText } from '#core/redact/redact-text.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import { curlOf } from '../http/judge/curl.ts';
import { excerptOf } from '../http/judge/excerpt.ts';
import { pageOf } from '../http/judge/page.ts';
import type { Evidence } from '../kind.ts';
import type { StepsCheck } from './check.ts';
import type { StepRun, StepsObservation, Value } from './observation.ts';
import { withNames } from './probe/names.ts';
import { stepSecrets } from './secrets.ts';

/**
 * What an NG shows: the beginning of what the failing step was answered, and the curl command that sends that step again.
 * Variables and what is captured with `show` stand in it; `{{name}}` is left where a value is hidden.
 */
export const stepsEvidence: Evidence<StepsCheck, StepsObservation> = {
  secretsIn: stepSecrets,
  shown: (observed) => {
    const run = observed.outcome === 'failure' ? undefined : observed.runs[observed.end];
    if (observed.outcome === 'failure' || run === undefined) return { excerpt: null, command: null };
    return {
      excerpt: run.observed.outcome === 'response' ? withoutTokens(excerptOf(pageOf(run.observed))) : null,
      command: curlOf(mapTexts(run.step.http, (text) => withNames(text, shownNames(run)))),
    };
  },
};

/** What flows are answered holds tokens that nobody captured: those go by the names that they have in JSON. */
function withoutTokens(excerpt: string | null): string | null {
  if (excerpt === null) return null;
  const whole = redactText(excerpt, () => REDACTED);
  // The last may have been cut.
  return whole.replace(/("([^"\\]{1,60})"\s*:\s*")[^"]*…$/, (text, before: string, key: string) =>
    isSecretName(key) ? `${before}${REDACTED}` : text,
  );
}

function shownNames({ names }: StepRun): ReadonlyMap<string, Value> {
  return new Map([...names].filter(([, { shown }]) => shown));
}
