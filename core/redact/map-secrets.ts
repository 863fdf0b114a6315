import { hasReference } from '../check/references.ts';
import { type Literal, REDACTED } from './literal.ts';

/** What becomes of one literal credential; `place` says where it stands, for a person. */
export type OnSecret = (secret: string, place: string) => string;

/** A target with every credential in it handed to `onSecret`, and what that answers in its place. */
type MapSecrets<Target> = (target: Target, onSecret: OnSecret) => Target;

/** Asks about literal credentials alone: a reference is no secret, and stays. */
export function ofLiterals(onSecret: OnSecret): OnSecret {
  return (text, place) => (text === '' || text === REDACTED || hasReference(text) ? text : onSecret(text, place));
}

/** Every literal credential that a target has, in the order in which it is walked. */
export function literalsIn<Target>(target: Target, mapSecrets: MapSecrets<Target>): readonly Literal[] {
  const found: Literal[] = [];
  mapSecrets(target, (secret, place) => {
    found.push({ place, secret });
    return secret;
  });
  return found;
}
