import { hasReference } from '#core/check/references.ts';
import type { Literal } from '#core/redact/literal.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import { literalSecrets } from '../http/secrets.ts';
import type { StepsTarget } from './check.ts';
import { namesIn } from './probe/names.ts';

/** Literal credentials of a flow. What is captured is none: `Bearer {{token}}` holds no token. */
export function stepSecrets({ vars, flow }: StepsTarget): readonly Literal[] {
  const inVars = vars
    .filter(([name, text]) => isSecretName(name) && text !== '' && !hasReference(text) && !text.includes('{{'))
    .map(([name, secret]) => ({ place: `variable ${name}`, secret }));
  return [
    ...inVars,
    ...flow.flatMap(({ name, http }) =>
      literalSecrets(http)
        .filter(({ secret }) => namesIn(secret).length === 0)
        .map(({ place, secret }) => ({ place: `${place} of step ${name}`, secret })),
    ),
  ];
}
