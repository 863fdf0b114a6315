import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { Failure } from '#core/verdict/observation.ts';
import type { HttpCheck } from '../http/check.ts';
import { madeUp } from '../http/offences/made-up.ts';
import type { KindOffences } from '../kind.ts';
import type { MessageExpect, WebsocketCheck } from './check.ts';
import type { Received, WebsocketObservation } from './observation.ts';

type Conversed = Exclude<WebsocketObservation, Failure>;

const PHASES = { dns: 0, connect: 0, tls: null, firstByte: 0, download: 0 };

/** What `rollcall prove` breaks of a websocket check. */
export const websocketOffences: KindOffences<WebsocketCheck, WebsocketObservation> = {
  madeUp: (check, at) => ({
    outcome: 'conversed',
    protocol: check.target.protocols[0] ?? '',
    answers: check.expect.exchange.map((wanted) => wanted && fitting(wanted, check, at)),
    others: 0,
    pongMs: check.target.ping ? 0 : null,
    close: check.expect.close === null ? null : { code: check.expect.close, words: '' },
    phases: PHASES,
    latencyMs: 0,
  }),
  trials: (check, healthy) =>
    healthy.outcome === 'failure'
      ? []
      : [
          ...sharedTrials(check, healthy, 'the conversation', 'firstByte'),
          ...otherMessages(check, healthy),
          ...otherCloses(check, healthy),
        ],
};

/** A message as http makes up a body. */
function fitting({ base64, keyword, matches, json }: MessageExpect, check: WebsocketCheck, at: Date): Received {
  if (base64 !== undefined) return { bytes: Buffer.from(base64, 'base64'), isText: false };
  const more = { ...(matches && { matches }), ...(json && { json }) };
  const asHttp = {
    ...check,
    kind: 'http',
    target: { url: 'http://made-up/', method: 'GET' },
    expect: { status: [], keyword: keyword ?? null, absent: null, latencyMs: null, headers: [], more },
  } as unknown as HttpCheck;
  return { bytes: madeUp(asHttp, at).body, isText: true };
}

const OTHERS = ['', '{}', 'error', '{"error": "internal", "ok": false}'].map((words) => ({
  bytes: Buffer.from(words),
  isText: true,
}));

/** Each expected message in turn as an empty one, and as one that reports an error. */
function otherMessages(check: WebsocketCheck, healthy: Conversed): Trial<WebsocketCheck, Conversed>[] {
  return check.expect.exchange.flatMap((wanted, at) => {
    if (wanted === null) return [];
    return {
      name: 'other-message',
      what: `another message in exchange ${at + 1}`,
      answers: OTHERS.map((other) => ({
        ...healthy,
        answers: healthy.answers.map((answer, index) => (index === at ? other : answer)),
      })),
      checks: [check],
      advice: 'expect what only the right message has: its type, an id, a value',
    };
  });
}

function otherCloses(check: WebsocketCheck, healthy: Conversed): Trial<WebsocketCheck, Conversed>[] {
  const { close } = check.expect;
  if (close === null) return [];
  return [
    {
      name: 'other-close',
      what: `a close with another code than ${close}`,
      answers: [1000, 1001, 1006, 1011]
        .filter((code) => code !== close)
        .map((code) => ({ ...healthy, close: { code, words: '' } })),
      checks: [check],
      advice: 'this is a fault of Rollcall: no setting can mend it',
    },
  ];
}
