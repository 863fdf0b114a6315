import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, notOfLast, within } from '../../../probing/attempt.ts';
import type { HttpAuth, HttpRequest } from '../../check.ts';
import { encodeRequest, type Outgoing } from '../encode.ts';
import type { Answer } from '../exchange.ts';

type OAuth2 = Extract<HttpAuth, { scheme: 'oauth2' }>;
type Token = { readonly value: string; readonly goodUntil: number };
/** Sends a request that is not the check's own, by the settings that come with it. */
type Ask = (http: HttpRequest, outgoing: Outgoing) => Promise<Answer | Reason>;

/** Tokens live as long as the process, so that a function that stays warm asks once for each of their lives. */
const tokens = new Map<string, Token>();
const asked = new Map<string, Promise<string | Reason>>();
/** More clients than one list has; only a process that outlives many lists comes here. */
const MOST_TOKENS = 200;
/** A token is not used in the last part of its life, in which it might end on the way: a tenth, at most a minute. */
const MOST_MARGIN_S = 60;
/** A server that does not say how long its token lives is asked again soon. */
const UNTOLD_LIFE_S = 60;
// What RFC 6750 allows in a header.
const BEARER = /^[\x21-\x7e]{1,16384}$/;

/**
 * One hop with a token by client credentials (RFC 6749, 4.4). A token that was kept and is refused is replaced once. The
 * time it takes to get one belongs to the deadline, but not to the target's latency.
 */
export async function sendWithToken(
  outgoing: Outgoing,
  http: HttpRequest,
  auth: OAuth2,
  attempt: Attempt,
  send: (outgoing: Outgoing) => Promise<Answer | Reason>,
  ask: Ask,
): Promise<Answer | Reason> {
  const key = JSON.stringify([auth, http.tls, http.proxy, http.pins, http.family]);
  const kept = keptToken(key, attempt);
  if (kept !== undefined) {
    const answer = await sendOnce(kept);
    if ('code' in answer || answer.status !== 401) return answer;
  }
  const fresh = await newToken(key, http, auth, attempt, ask);
  return typeof fresh === 'string' ? sendOnce(fresh) : fresh;

  async function sendOnce(token: string): Promise<Answer | Reason> {
    attempt.effects.hide?.(token);
    const answer = await send(withToken(outgoing, token));
    const isRefused = 'status' in answer && answer.status === 401;
    if (isRefused && tokens.get(key)?.value === token) tokens.delete(key);
    return answer;
  }
}

function keptToken(key: string, { effects }: Attempt): string | undefined {
  const token = tokens.get(key);
  return token !== undefined && effects.now() < token.goodUntil ? token.value : undefined;
}

function withToken(outgoing: Outgoing, token: string): Outgoing {
  const { headers } = outgoing;
  const others = headers.filter((_, i) => headers[i - (i % 2)]?.toLowerCase() !== 'authorization');
  return { ...outgoing, headers: [...others, 'Authorization', `Bearer ${token}`] };
}

/** Checks that need the same token at the same time ask once; when that fails, each asks for itself. */
async function newToken(
  key: string,
  http: HttpRequest,
  auth: OAuth2,
  attempt: Attempt,
  ask: Ask,
): Promise<string | Reason> {
  const { effects } = attempt;
  const began = effects.now();
  const others = asked.get(key);
  const theirs =
    others === undefined
      ? null
      : await within(
          attempt,
          others.then(onlyToken, () => null),
        );
  const own = theirs ?? (await askFor(key, http, auth, attempt, ask));
  attempt.began += effects.now() - began;
  return own;
}

function onlyToken(result: string | Reason): string | null {
  return typeof result === 'string' ? result : null;
}

async function askFor(
  key: string,
  http: HttpRequest,
  auth: OAuth2,
  attempt: Attempt,
  ask: Ask,
): Promise<string | Reason> {
  const asking = fetchToken(http, auth, attempt, ask).then((token) => {
    if ('code' in token) return token;
    if (tokens.size >= MOST_TOKENS) tokens.clear();
    tokens.set(key, token);
    return token.value;
  });
  asked.set(key, asking);
  try {
    return await asking;
  } finally {
    if (asked.get(key) === asking) asked.delete(key);
  }
}

async function fetchToken(http: HttpRequest, auth: OAuth2, attempt: Attempt, ask: Ask): Promise<Token | Reason> {
  const request = tokenRequest(http, auth);
  const outgoing = encodeRequest(request, null);
  notOfLast(attempt, 'earlier hop');
  const answer = 'code' in outgoing ? outgoing : await ask(request, outgoing);
  notOfLast(attempt, 'token');
  // Whatever came, it was not the target's.
  attempt.status = null;
  if ('code' in answer) return { code: answer.code, message: `oauth2 token: ${answer.message}` };
  const said = contentOf(answer.body);
  if (answer.status !== 200) return refusal(answer.status, said['error']);
  return tokenOf(said, attempt.effects.now());
}

/** The token in an answer that was 200, or what is wrong with it. Whatever is there may be of any type. */
function tokenOf(said: Readonly<Record<string, unknown>>, now: number): Token | Reason {
  const { access_token: value, error } = said;
  if (typeof value !== 'string' || !BEARER.test(value)) {
    // Some servers say with 200 that they refuse.
    if (error !== undefined && error !== null)
      return { code: 'config', message: `${ANSWERED_200} an error${named(error)}` };
    return { code: 'protocol', message: 'oauth2 token endpoint answered 200 without an access_token that can be sent' };
  }
  const type = said['token_type'] ?? 'Bearer';
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    return { code: 'protocol', message: 'oauth2 token endpoint answered with a token that is no bearer token' };
  }
  const life = said['expires_in'] ?? UNTOLD_LIFE_S;
  const seconds = typeof life === 'string' && /^\d{1,12}$/.test(life) ? Number(life) : life;
  if (typeof seconds !== 'number') {
    return { code: 'protocol', message: `${ANSWERED_200} an expires_in that is no number of seconds` };
  }
  const usable = Math.max(0, seconds - Math.min(seconds / 10, MOST_MARGIN_S));
  return { value, goodUntil: now + usable * 1000 };
}

const ANSWERED_200 = 'oauth2 token endpoint answered 200 with';

/** The same way as the check's own request takes: its authorities, its proxy, its addresses. */
function tokenRequest({ tls, proxy, pins, family }: HttpRequest, auth: OAuth2): HttpRequest {
  const { tokenUrl, clientId, clientSecret, scopes, audience, secretIn = 'header' } = auth;
  const form: [string, string][] = [['grant_type', 'client_credentials']];
  if (scopes.length > 0) form.push(['scope', scopes.join(' ')]);
  if (audience !== undefined) form.push(['audience', audience]);
  if (secretIn === 'body') form.push(['client_id', clientId], ['client_secret', clientSecret]);
  return {
    url: tokenUrl,
    method: 'POST',
    headers: [['Accept', 'application/json']],
    query: [],
    body: { form },
    follow: 0,
    ...(secretIn === 'header' && {
      auth: { scheme: 'basic', user: encoded(clientId), password: encoded(clientSecret) },
    }),
    ...(tls !== undefined && { tls }),
    ...(proxy !== undefined && { proxy }),
    ...(pins !== undefined && { pins }),
    ...(family !== undefined && { family }),
  };
}

/** RFC 6749, 2.3.1 wants both form-encoded before they become a Basic authorization. */
function encoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function contentOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    // A decoder, other than toString, takes a byte order mark off.
    const content: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Of its words only the standard code is reported: a description may repeat what was sent. */
function refusal(status: number, error: unknown): Reason {
  const isOurs = status === 400 || status === 401 || status === 403;
  const message = `oauth2 token endpoint answered ${status}${named(error)}, wanted 200`;
  return { code: isOurs ? 'config' : 'status', message };
}

function named(error: unknown): string {
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` (${error})` : '';
}
