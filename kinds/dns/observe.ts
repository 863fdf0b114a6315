import { type Failure, notSent } from '#core/verdict/observation.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import { roundMs } from '../probing/timeline.ts';
import { serialsOf } from './agree.ts';
import { type Answer, ask } from './ask/ask.ts';
import { type Server, serversOf } from './ask/server.ts';
import type { DnsCheck } from './check.ts';
import type { DnsObservation } from './observation.ts';
import { questionOf } from './question.ts';
import type { Question } from './wire/query.ts';

/** Asks every server of a check at once, and those of the system one after the other. */
export async function observe(check: DnsCheck, effects: CheckerEffects): Promise<DnsObservation> {
  const question = questionOf(check);
  if ('code' in question) return notSent(question);
  const servers = serversOf(check.target);
  if ('code' in servers) return notSent(servers);
  const began = effects.now();
  const left = (): number => check.timeoutMs - (effects.now() - began);
  const isOwn = check.target.servers.length > 0;
  const asking = isOwn ? effects : { ...effects, addresses: { ...effects.addresses, may: ANYWHERE } };
  const answers = isOwn
    ? await Promise.all(servers.map((server) => ask(question, server, check, asking)))
    : [await firstToAnswer(question, servers, check, asking, left)];
  const failure = failureOf(answers, servers);
  if (failure !== null) return failure;
  const replied = answers.filter((answer) => answer.outcome === 'answered');
  const [server] = servers;
  if (check.expect.agree === null || server === undefined) return observationOf(replied);
  const serials = await serialsOf(question.name, server, check, { asking, connecting: effects, left });
  return { ...observationOf(replied), serials: typeof serials === 'string' ? [{ server: '', why: serials }] : serials };
}

/** The system's own resolvers are none of a check's making, and on Lambda they have a link-local address. */
const ANYWHERE = {
  public: 'always',
  private: 'always',
  'link-local': 'always',
  loopback: 'always',
  metadata: 'always',
} as const;

/** As a system does: the next resolver is asked where one says nothing. Each gets its share of the time that is left. */
async function firstToAnswer(
  question: Question,
  servers: readonly Server[],
  check: DnsCheck,
  effects: CheckerEffects,
  left: () => number,
): Promise<Answer | Failure> {
  let spent = 0;
  for (const [index, server] of servers.entries()) {
    const timeoutMs = Math.max(1, Math.floor(left() / (servers.length - index)));
    const shared = { ...check, timeoutMs, connectTimeoutMs: Math.min(check.connectTimeoutMs, timeoutMs) };
    const answer = await ask(question, server, shared, effects);
    const latencyMs = roundMs(spent + answer.latencyMs);
    if (answer.outcome === 'answered' || index === servers.length - 1) return { ...answer, latencyMs };
    spent = latencyMs;
  }
  throw new RangeError('no server to ask');
}

/** Of several servers the one that failed is named. */
function failureOf(answers: readonly (Answer | Failure)[], servers: readonly Server[]): Failure | null {
  const failures = answers.flatMap((answer, index) =>
    answer.outcome === 'failure' ? { ...answer, server: servers[index] } : [],
  );
  const [first] = failures;
  if (first === undefined) return null;
  const { server, ...failure } = first;
  if (answers.length === 1) return failure;
  const message = `${server?.name}: ${failure.reason.message}${ofAll(failures.length, answers.length)}`;
  return { ...failure, reason: { code: failure.reason.code, message } };
}

function ofAll(some: number, all: number): string {
  return some > 1 ? `; ${some} of ${all} servers fail` : '';
}

/** The slowest answer is the one that was waited for. */
function observationOf(answers: readonly Answer[]): Extract<DnsObservation, { readonly outcome: 'answered' }> {
  const [slowest] = answers.toSorted((a, b) => b.latencyMs - a.latencyMs);
  if (slowest === undefined) throw new RangeError('no answer to make an observation of');
  const certificate = answers.find((answer) => answer.certificate !== undefined)?.certificate;
  const lenient = [...new Set(answers.flatMap((answer) => answer.lenient ?? []))];
  return {
    outcome: 'answered',
    replies: answers.map(({ reply }) => reply),
    phases: slowest.phases,
    latencyMs: slowest.latencyMs,
    ...(certificate !== undefined && { certificate }),
    ...(lenient.length > 0 && { lenient }),
  };
}
