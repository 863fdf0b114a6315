import { told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpCheck } from '../http/check.ts';
import type { HttpObservation, HttpResponse } from '../http/observation.ts';
import { observe as observeHttp } from '../http/probe/observe.ts';
import { connectionMade, endAttempt, failed, measuredOf, startAttempt } from '../probing/attempt.ts';
import { connectTcp } from '../probing/connect-tcp.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { openInbound, readUntil } from '../probing/read-until.ts';
import type { DomainCheck } from './check.ts';
import type { DomainObservation } from './observation.ts';
import { registrationIn as rdapIn } from './read-rdap.ts';
import { registrationIn as whoisIn } from './read-whois.ts';
import { type Registry, registryAt, registryOf, serverIn, servicesOf } from './registries.ts';

/** Where IANA keeps the list of RDAP servers (RFC 9224). */
const IANA = 'https://data.iana.org/rdap/dns.json';
const MOST_RDAP_BYTES = 256 * 1024;
const MOST_WHOIS_BYTES = 64 * 1024;
const MOST_REDIRECTS = 5;
const RDAP_TYPE = 'application/rdap+json';

/** Asks the registry once. Of one that is not known beforehand, or cannot be reached where it was, IANA is asked where it is. */
export async function askRegistry(check: DomainCheck, effects: CheckerEffects): Promise<DomainObservation> {
  const { name, server } = check.target;
  if (server !== undefined) return ask(registryAt(server), check, effects);
  const known = registryOf(name);
  const first = known === null ? null : await ask(known, check, effects);
  if (first !== null && !(known !== null && 'rdap' in known && isGone(first))) return first;
  const moved = await lookUp(name, check, effects);
  if (moved === null || (known !== null && 'rdap' in known && known.rdap === moved)) {
    return first ?? unknown(name);
  }
  return ask({ rdap: moved }, check, effects);
}

function unknown(name: string): DomainObservation {
  const message = `no registry is known for ${name}, and IANA's list names none; write its RDAP server as server`;
  const reason: Reason = { code: 'config', message };
  return { outcome: 'failure', reason, status: null, phases: NO, latencyMs: 0 };
}

const NO = { dns: null, connect: null, tls: null, firstByte: null, download: null };

/** A name that is not there any more, or nobody who listens. */
function isGone(observed: DomainObservation): boolean {
  return observed.outcome === 'failure' && ['dns', 'refused'].includes(observed.reason.code);
}

/** IANA's server for a name; null where it has none, or cannot be asked. */
async function lookUp(name: string, check: DomainCheck, effects: CheckerEffects): Promise<string | null> {
  const key = 'domain registries';
  const kept = await effects.recall?.(key);
  const text = kept ?? textOf(await get(IANA, 'application/json', check, effects));
  if (text === null) return null;
  if (kept == null) await effects.keep?.(key, text);
  try {
    return serverIn(servicesOf(JSON.parse(text)), name);
  } catch {
    return null;
  }
}

function textOf(observed: HttpObservation): string | null {
  return observed.outcome === 'response' && observed.status === 200 && !observed.truncated
    ? observed.body.toString()
    : null;
}

function ask(registry: Registry, check: DomainCheck, effects: CheckerEffects): Promise<DomainObservation> {
  return 'rdap' in registry ? askRdap(registry.rdap, check, effects) : askWhois(registry.whois, check, effects);
}

async function askRdap(server: string, check: DomainCheck, effects: CheckerEffects): Promise<DomainObservation> {
  const { name } = check.target;
  const observed = await get(`${server.replace(/\/?$/, '/')}domain/${name}`, RDAP_TYPE, check, effects);
  if (observed.outcome === 'failure') return observed;
  const read = registrationOf(observed, name, effects);
  if (!('code' in read)) {
    const { phases, latencyMs } = observed;
    return { outcome: 'registered', registration: read, phases, latencyMs };
  }
  const { status, phases, latencyMs } = observed;
  return {
    outcome: 'failure',
    reason: read,
    status,
    phases,
    latencyMs,
    said: told(observed.body.toString(), 300),
  };
}

function registrationOf({ status, body, truncated }: HttpResponse, name: string, effects: CheckerEffects) {
  const answer = (message: string): Reason => ({ code: 'answer', message });
  if (status === 404)
    return answer(`${name} is not registered, says the registry; write the domain that is registered`);
  if (status === 429) return { code: 'status', message: 'the registry asks us to wait (status 429)' } as const;
  if (status !== 200) return { code: 'status', message: `status ${status} from the registry, wanted 200` } as const;
  if (truncated || body.length > MOST_RDAP_BYTES) return answer('the answer is longer than any registry sends');
  const read = rdapIn(body.toString(), name, effects.date().toISOString());
  return typeof read === 'string' ? answer(read) : read;
}

/** A GET as http makes it: guard, deadlines, TLS and redirects are the same. */
function get(url: string, accept: string, check: DomainCheck, effects: CheckerEffects): Promise<HttpObservation> {
  const request: HttpCheck = {
    ...check,
    kind: 'http',
    target: {
      url,
      method: 'GET',
      headers: [['Accept', accept]],
      query: [],
      body: null,
      follow: MOST_REDIRECTS,
      inflate: true,
      ...(check.target.allowPrivate === true && { allowPrivate: true as const }),
    },
    expect: { status: [], keyword: null, absent: null, latencyMs: null, headers: [] },
  };
  return observeHttp(request, effects);
}

async function askWhois(
  place: { readonly host: string; readonly port: number },
  { target, ...limits }: DomainCheck,
  effects: CheckerEffects,
): Promise<DomainObservation> {
  const attempt = startAttempt(limits, effects, target.allowPrivate);
  try {
    const socket = await connectTcp(place, attempt);
    if ('code' in socket) return failed(attempt, socket);
    connectionMade(attempt);
    const inbound = openInbound(socket, attempt, MOST_WHOIS_BYTES);
    // JPRS answers in English for /e.
    const question = `${target.name}${target.name.endsWith('.jp') ? '/e' : ''}`;
    effects.trace?.tell('>', question);
    socket.write(`${question}\r\n`);
    const read = await readUntil(inbound, () => null, attempt);
    if ('code' in read) return failed(attempt, read);
    const text = read.bytes.toString();
    effects.trace?.tell('<', text);
    attempt.line.answered = attempt.effects.now();
    if (read.outcome === 'full') return unread('the answer is longer than any registry sends', text);
    const registration = whoisIn(text, target.name, effects.date().toISOString());
    if (typeof registration === 'string') return unread(registration, text);
    return { outcome: 'registered', registration, ...measuredOf(attempt) };
  } finally {
    endAttempt(attempt);
  }
  function unread(message: string, text: string): DomainObservation {
    return { ...failed(attempt, { code: 'answer', message }), said: told(text, 300) };
  }
}
