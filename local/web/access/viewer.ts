import type { Asked } from '../http/asked.ts';
import { isLoopback, isLoopbackName } from '../http/known-hosts.ts';
import type { Sessions } from './session.ts';
import { isSame } from './token.ts';

/**
 * Who asks. `sees`: everything, what the list calls public, or nothing. `by`: how the token was shown; null where it was not.
 * `session`: that of the cookie.
 */
export type Viewer = {
  readonly sees: 'private' | 'public' | 'nothing';
  readonly by: 'bearer' | 'cookie' | null;
  readonly session: string | null;
};

/** Whoever shows nothing. */
export const STRANGER: Viewer = { sees: 'nothing', by: null, session: null };

/** `bound`: where the server listens. `isProxied`: whether it has a name beyond this machine. `origins`: those of its names. */
export type Access = {
  readonly token: string | null;
  readonly sessions: Sessions | null;
  readonly bound: string;
  readonly isProxied: boolean;
  readonly origins: readonly string[];
  readonly isPublic: () => boolean;
  readonly now: () => number;
};

/** Who asks, or 'wrong' where a token was shown that is another. */
export function viewerOf(asked: Pick<Asked, 'headers' | 'httpVersion'>, access: Access): Viewer | 'wrong' {
  const { headers } = asked;
  const { token, sessions, now } = access;
  const shown = bearerIn(headers.authorization);
  if (shown !== null) {
    if (token === null || !isSame(shown, token)) return 'wrong';
    return { sees: 'private', by: 'bearer', session: null };
  }
  const session = sessions?.of(headers.cookie, now()) ?? null;
  if (session !== null) return { sees: 'private', by: 'cookie', session };
  const sees = isFromHere(asked, access) ? 'private' : access.isPublic() ? 'public' : 'nothing';
  return { sees, by: null, session: null };
}

function bearerIn(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null;
}

/** What proxies add. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a person of this machine asks. A proxy of this machine asks for strangers; one that adds nothing speaks HTTP 1.0 mostly,
 * which nobody else does.
 */
function isFromHere(
  { headers, httpVersion }: Pick<Asked, 'headers' | 'httpVersion'>,
  { bound, isProxied }: Access,
): boolean {
  if (httpVersion === '1.0' || isProxied || !isLoopback(bound) || !isLoopbackName(headers.host)) return false;
  return !PASSED_ON.some((name) => headers[name] !== undefined);
}
