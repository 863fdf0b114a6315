import type { Check } from '../check/check.ts';
import { referencesIn } from '../check/references.ts';
import { sameJson } from '../text/same-json.ts';
import { quoted } from '../text/shown.ts';

/** Whether a check's request is signed by the role of the checker that makes it. */
type UsesRole = (check: Check) => boolean;

/**
 * Why checks that somebody typed may not be called: each takes something of the deployment's (a value that a reference
 * stands for, the checker's role) into a request that no deployed check makes. Whoever may start an execution would else
 * read every such value at a server of his own. The whole target is compared, because nearly all of it can lead a value
 * elsewhere: the host, a proxy, a pin, a certificate that is not verified, a redirect, a path whose answer repeats what
 * it was sent.
 */
export function borrowedFaults(
  typed: readonly Check[],
  deployed: readonly Check[],
  usesRole: UsesRole,
): readonly string[] {
  return typed.flatMap((check) => {
    const taken = [
      ...referencesIn(check.target).map(({ text }) => text),
      ...(usesRole(check) ? ["the checker's own role"] : []),
    ];
    if (taken.length === 0 || deployed.some((other) => isSameRequest(check, other))) return [];
    return [
      `check ${quoted(check.name)} takes ${taken.join(', ')} into a request that no deployed check makes; ` +
        'write the request as a deployed check has it, or take that out',
    ];
  });
}

function isSameRequest(one: Check, other: Check): boolean {
  return one.kind === other.kind && sameJson(one.target, other.target);
}
