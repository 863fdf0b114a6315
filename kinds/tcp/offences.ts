import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { KindOffences } from '../kind.ts';
import type { TcpCheck, Wanted } from './check.ts';
import type { Connected, Talk, TcpObservation } from './observation.ts';
import { bytesOf } from './wanted.ts';

const PHASES = { dns: 0, connect: 0, tls: null, firstByte: null, download: null };

/** What `rollcall prove` breaks of a tcp check. */
export const tcpOffences: KindOffences<TcpCheck, TcpObservation> = {
  madeUp: ({ expect: { exchange } }) => ({
    outcome: 'connected',
    latencyMs: 0,
    phases: PHASES,
    ...(exchange !== undefined && { talk: fitting(exchange) }),
  }),
  trials: (check, healthy) => {
    if (healthy.outcome === 'failure') return [];
    if (healthy.talk === undefined) return sharedTrials(check, healthy, 'a connection', 'connect');
    const { talk } = healthy;
    return [
      ...sharedTrials(check, healthy, 'the exchange', 'firstByte'),
      ...(check.expect.exchange ?? []).flatMap((wanted, at) =>
        wanted === null ? [] : [otherAnswers(check, healthy, talk, at), closedEarly(check, at)],
      ),
    ];
  },
};

function fitting(exchange: readonly (Wanted | null)[]): Talk {
  const answers = exchange.map((wanted) => wanted && { bytes: wordsOf(wanted) });
  return { answers, stepsMs: answers.map(() => 0), heardBytes: 0 };
}

function wordsOf(wanted: Wanted): Buffer {
  return 'matches' in wanted ? Buffer.from(literalOf(wanted.matches), 'latin1') : bytesOf(wanted);
}

const ESCAPED: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', d: '0', w: 'a', s: ' ' };

/** What a plain regex matches: text, escapes and classes of one letter. Where there is more in it, it may not match. */
function literalOf(pattern: string): string {
  return pattern
    .replace(/^\(\?[a-zA-Z]{1,5}\)/, '')
    .replace(/^\^|\$$/g, '')
    .replace(/\\x([\da-fA-F]{2})|\\(.)/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPED[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

type Own = Trial<TcpCheck, TcpObservation>;

/** Nothing, another answer, and the words with which the usual protocols report an error. */
const OTHERS = [
  '',
  '\0',
  'hello',
  '-ERR unknown command\r\n',
  '-NOAUTH Authentication required.\r\n',
  'ERROR\r\n',
  '421 Service not available\r\n',
  '500 Error: bad syntax\r\n',
  'HTTP/1.1 400 Bad Request\r\n\r\n',
].map((words) => Buffer.from(words));

/** An error that is wanted is no offence: it is left out. */
function otherAnswers(check: TcpCheck, healthy: Connected, talk: Talk, at: number): Own {
  const wanted = check.expect.exchange?.[at];
  const others = OTHERS.filter((other) => !isSaid(wanted, other));
  return {
    name: 'other-answer',
    what: `nothing, another answer or an error in exchange ${at + 1}`,
    answers: others.map((other) => ({
      ...healthy,
      talk: { ...talk, answers: talk.answers.map((answer, index) => (index === at ? { bytes: other } : answer)) },
    })),
    checks: [check],
    advice: 'expect what only the right answer has, such as "+PONG"',
  };
}

/** Whether an answer has the very words that are wanted, as where an error is what has to come. */
function isSaid(wanted: Wanted | null | undefined, answer: Buffer): boolean {
  if (wanted == null) return false;
  const words = wordsOf(wanted);
  return words.length >= LEAST_WORDS && answer.includes(words);
}

/** Less than this is said by chance. */
const LEAST_WORDS = 4;

function closedEarly(check: TcpCheck, at: number): Own {
  const reason = { code: 'reset', message: `closed before exchange ${at + 1}` } as const;
  return {
    name: 'closed-early',
    what: `a connection that is closed before exchange ${at + 1}`,
    answers: [{ outcome: 'failure', reason, status: null, phases: NO_PHASES, latencyMs: 0 }],
    checks: [check],
    advice: 'this is a fault of Rollcall: no setting can mend it',
  };
}
