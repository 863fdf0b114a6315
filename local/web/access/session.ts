import { createHmac, randomBytes } from 'node:crypto';
import { isSame } from './token.ts';

const COOKIE = 'rollcall';
/** A working day. */
const LASTS_MS = 12 * 3_600_000;

/**
 * Who has shown the token, by a cookie that is made of it: nothing is kept here, and another token ends all of them. `secure`:
 * whether browsers may send it over https only.
 */
export type Sessions = {
  /** A Set-Cookie header. */
  begin(now: number): string;
  end(): string;
  /** The session of a Cookie header, null where it has none that counts. */
  of(header: string | undefined, now: number): string | null;
  /** What the forms of a session have with them, so that no other site can make one. */
  formToken(session: string): string;
};

export function sessionsOf(token: string, secure: boolean): Sessions {
  const sign = (text: string) => createHmac('sha256', token).update(text).digest('base64url');
  const cookie = (value: string, seconds: number) =>
    `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
  return {
    begin(now) {
      const session = `${now + LASTS_MS}.${randomBytes(12).toString('base64url')}`;
      return cookie(`${session}.${sign(`session:${session}`)}`, LASTS_MS / 1000);
    },
    end: () => cookie('', 0),
    of(header, now) {
      const [until, nonce, signature] = valueIn(header)?.split('.') ?? [];
      if (until === undefined || nonce === undefined || signature === undefined) return null;
      const session = `${until}.${nonce}`;
      return isSame(signature, sign(`session:${session}`)) && now < Number(until) ? session : null;
    },
    formToken: (session) => sign(`form:${session}`),
  };
}

function valueIn(header: string | undefined): string | undefined {
  const found = (header ?? '').split(';').find((pair) => pair.trim().startsWith(`${COOKIE}=`));
  return found?.trim().slice(COOKIE.length + 1);
}
