import { lastWords } from '#core/redact/last-words.ts';
import type { BeatStore } from '#kinds/heartbeat/beats.ts';
import { isToken } from '#kinds/heartbeat/token.ts';
import { withPing } from '#kinds/heartbeat/with-ping.ts';
import { type Reading, readingsOf, runOf, type UrlEvent } from './read-request.ts';

/** What the receiver works with. `versions`: of the token of each job that there is. `now`: milliseconds. */
export type Receiving = {
  readonly versions: ReadonlyMap<string, number>;
  readonly key: () => Promise<string>;
  readonly store: BeatStore;
  readonly now: () => number;
};

/** An answer of a function URL. */
export type UrlAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const METHODS = ['GET', 'HEAD', 'POST'];
/** A base64 text of as many characters is more than is looked at of a body. */
const LAST_CHARACTERS = 16_000;

/**
 * Takes one report of a job, by the words of healthchecks.io. A wrong token and a name that there is not are answered alike.
 * Throws when the report could not be kept, so that the client is told to try again.
 */
export async function receiveHeartbeat(event: UrlEvent, receiving: Receiving): Promise<UrlAnswer> {
  if (!METHODS.includes(event.requestContext?.http?.method ?? '')) return answer(405, 'write GET, HEAD or POST', ALLOW);
  const reading = await meant(readingsOf(event), receiving);
  if (reading === null) return answer(404, 'not found');
  const run = runOf(reading, event);
  if (typeof run === 'string') return answer(400, run);
  const { name, token, action } = reading;
  const at = receiving.now();
  const ping = {
    ...action,
    ...run,
    text: action.sort === 'success' || action.sort === 'start' ? '' : lastWords(bodyOf(event), token),
  };
  await receiving.store.change(name, at, (beats) => withPing(beats, ping, at));
  return answer(200, 'OK');
}

/** The reading whose token is right. Each takes the same time, whether its name is known or not. */
async function meant(readings: readonly Reading[], { versions, key }: Receiving): Promise<Reading | null> {
  if (readings.length === 0) return null;
  const secret = await key();
  const right = readings.filter(({ name, token }) => {
    const version = versions.get(name);
    return isToken(token, secret, name, version ?? 0) && version !== undefined;
  });
  return right[0] ?? null;
}

function bodyOf({ body = '', isBase64Encoded = false }: UrlEvent): Buffer {
  if (!isBase64Encoded) return Buffer.from(body.slice(-LAST_CHARACTERS));
  const end = body.replace(/=+$/, '');
  // Cut at a multiple of four from the front, so that what is left is base64 too.
  const from = Math.max(0, Math.ceil((end.length - LAST_CHARACTERS) / 4) * 4);
  return Buffer.from(end.slice(from), 'base64');
}

const ALLOW = { allow: METHODS.join(', ') };

function answer(statusCode: number, body: string, more: Readonly<Record<string, string>> = {}): UrlAnswer {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  return { statusCode, headers: { ...headers, ...more }, body };
}
