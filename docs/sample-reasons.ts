import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { formatFault } from '#checks-file/fault-text.ts';
import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';
import { slownessOf } from '#core/verdict/latency.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { judgeHttp } from '#kinds/http/judge/judge.ts';
import { pageOf } from '#kinds/http/judge/page.ts';
import { certificateReasons } from '#kinds/http/judge/rare/connection.ts';
import type { HttpResponse } from '#kinds/http/observation.ts';
import { connectionMade, endAttempt, startAttempt, startHop } from '#kinds/probing/attempt.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { referenceReader } from '#kinds/probing/secrets/reference-reader.ts';
import { socketReason } from '#kinds/probing/socket-reason.ts';

/** What the sample says went wrong, each by the code that says it, so that pictures show nothing that Rollcall does not say. */

/** Far down in a file. */
const MISSPELT = `${'\n'.repeat(36)}checks:
  - name: card-gateway
    http:
      url: https://pay.example.com/
      timeut: 5s
`;
const OUTSIDE = { files: () => Buffer.of(), curl: parseCurl };

/** One of the sample's checks as a checks file has it. */
export const checkNamed = (name: string, tags: readonly string[]): Check => ({ ...ORDERS, name, tags });

const ORDERS = sampleCheck(`
  - name: orders-api
    every: 1m
    http:
      url: https://orders-api.example.com/health
      headers: { X-Api-Key: "\${ssm:/prod/orders/key}" }
    expect: { status: 200, latency: 2s }
`);

/** A misspelt setting, as the reader of checks files reports it. */
export const misspelt: string = faultOf(MISSPELT);

/** Nothing listens there. */
export const refusedBy = (host: string, port: number): Reason => socketFault('ECONNREFUSED', host, port);

/** The connection was reset while the answer was waited for. */
export const resetBy = (host: string): Reason => socketFault('ECONNRESET', host, 443);

/** Another status than the expected one: ranges, inclusive. */
export function statusReason(status: number, ...wanted: readonly (readonly [number, number])[]): Reason {
  return judged(response({ status }), { ...expectOf('{ status: 200 }'), status: wanted });
}

/** A body without its keyword. */
export const lackingKeyword = (keyword: string, body: string): Reason =>
  judged(response({ body: Buffer.from(body) }), expectOf(`{ keyword: ${keyword} }`));

/** A certificate that ends too soon. `at`: the moment that days are counted from. */
export function endingCertificate(validTo: string, days: number, at: string): Reason {
  const certificate = { validTo, issuer: 'CN=R13', fingerprint: '' };
  const facts = { redirects: 0, url: 'https://pay.example.com/', httpVersion: '1.1', certificate };
  return theOnly(certificateReasons(pageOf(response({ facts })), { certificate: { days } }, new Date(at)));
}

/** Slower than the limit above which a check is degraded, milliseconds. */
export const slow = (latencyMs: number, total: number): string =>
  slownessOf({ latencyMs, phases: NO_PHASES }, { total }) ?? '';

/** A reference to an environment variable that nobody has set. */
export async function unsetVariable(name: string): Promise<Reason> {
  const value = await referenceReader({ env: {}, now: () => 0 })({ source: 'env', name, key: null, text: name });
  if (typeof value === 'string') throw new Error(`${name} has a value`);
  return value;
}

function socketFault(code: string, host: string, port: number): Reason {
  const attempt = startAttempt({ timeoutMs: 10_000, connectTimeoutMs: 10_000 }, SYSTEM_EFFECTS);
  startHop(attempt, { host, port });
  if (code === 'ECONNRESET') connectionMade(attempt);
  endAttempt(attempt);
  return socketReason(Object.assign(new Error(code), { code, syscall: 'read' }), attempt);
}

function response(changes: Partial<HttpResponse>): HttpResponse {
  const nothing = { rawHeaders: [], body: Buffer.of(), truncated: false, phases: NO_PHASES, latencyMs: 1 };
  return { outcome: 'response', status: 200, ...nothing, ...changes };
}

const judged = (answer: HttpResponse, expect: HttpCheck['expect']): Reason =>
  theOnly([judgeHttp(answer, pageOf(answer), expect)]);

function theOnly([reason]: readonly (Reason | null)[]): Reason {
  if (reason === null || reason === undefined) throw new Error('nothing is wrong with the sample');
  return reason;
}

const expectOf = (expect: string): HttpCheck['expect'] =>
  (sampleCheck(`  - { name: a, http: { url: https://a.example/ }, expect: ${expect} }\n`) as HttpCheck).expect;

function sampleCheck(entry: string): Check {
  const [check] = parseChecks(`checks:\n${entry}`, OUTSIDE).list?.checks ?? [];
  if (check === undefined) throw new Error(`the sample has faults: ${faultOf(`checks:\n${entry}`)}`);
  return check;
}

function faultOf(text: string): string {
  return parseChecks(text, OUTSIDE)
    .faults.map((fault) => formatFault('checks.yaml', fault))
    .join('\n');
}
