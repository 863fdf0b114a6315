import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '#core/check/check.ts';
import { settingsOf } from '#kinds/settings.ts';

/** So many checks are named in one warning. */
const MOST_NAMED = 5;

/** Says at synth which checks hold credentials as they are: they will lie in a function's code and in the bucket of its assets. */
export function warnOfLiterals(scope: Construct, checks: readonly Check[]): void {
  const holding = checks.flatMap(({ name, kind, target }) => {
    const places = (settingsOf(kind).secretsIn?.(target) ?? []).map(({ place }) => place);
    return places.length === 0 ? [] : [`${name} (${[...new Set(places)].join(', ')})`];
  });
  if (holding.length === 0) return;
  const more = holding.length > MOST_NAMED ? ` and ${holding.length - MOST_NAMED} more` : '';
  Annotations.of(scope).addWarningV2(
    'rollcall:literals',
    `checks hold literal credentials: ${holding.slice(0, MOST_NAMED).join('; ')}${more}. They will lie in the code of PrepareChecks, ` +
      'in the bucket of assets, and in the input of every execution, for whoever may read one of them. ' +
      'Write ${ssm:/path} or ${secret:name#key} in their place.',
  );
}
