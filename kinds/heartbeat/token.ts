import { createHmac, timingSafeEqual } from 'node:crypto';

const LENGTH = 22;

/**
 * The token in a job's URL: made of its name, a version and the stack's key, so that none is kept anywhere. 132 bits in
 * base64url. Another version, or another key, is another token.
 */
export function tokenOf(key: string, name: string, version: number): string {
  return createHmac('sha256', key).update(`${name}:${version}`).digest('base64url').slice(0, LENGTH);
}

/** Whether a token is the right one, in a time that does not depend on how much of it is. */
export function isToken(given: string, key: string, name: string, version: number): boolean {
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digest(given), digest(tokenOf(key, name, version)));
}
