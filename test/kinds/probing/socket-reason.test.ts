import { expect, it } from 'vitest';
import { startAttempt } from '#kinds/probing/attempt.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { socketReason } from '#kinds/probing/socket-reason.ts';

it.each([
  ['EADDRNOTAVAIL', 'this machine has no free port or address of its own for example.com:443 (EADDRNOTAVAIL)'],
  ['EMFILE', 'this machine has too many files open for example.com:443 (EMFILE)'],
])('what this machine has run out of (%s) is our fault, not the target’s', (code, message) => {
  const attempt = startAttempt({ timeoutMs: 1, connectTimeoutMs: 1 }, SYSTEM_EFFECTS);
  attempt.to = { host: 'example.com', port: 443 };
  expect(socketReason(Object.assign(new Error(code), { code }), attempt)).toEqual({ code: 'checker-fault', message });
});
