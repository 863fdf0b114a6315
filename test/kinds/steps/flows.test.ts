import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import type { LocalFunction } from '#local/engine/services.ts';
import { type Functions, functionsOf } from '#local/functions.ts';
import { call, memorySinks } from '../../local/call.ts';
import { flowsFor, SECRETS, startApp } from './app.ts';

/** Every function as it is, with all that goes into it and comes out of it kept. */
function recorded(functions: Functions, record: string[]): Functions {
  const around = ({ invoke, ...rest }: LocalFunction): LocalFunction => ({
    ...rest,
    invoke: async (event) => {
      const answer = await invoke(event);
      record.push(JSON.stringify(event), JSON.stringify(answer), inspect(answer, { depth: 9 }));
      return answer;
    },
  });
  return Object.fromEntries(Object.entries(functions).map(([state, fn]) => [state, around(fn)]));
}

async function called(broken: Parameters<typeof startApp>[0] = {}) {
  vi.stubEnv('FLOW_PASSWORD', SECRETS.password);
  const app = await startApp(broken);
  const { list, faults } = await readChecks(
    JSON.stringify({ checks: flowsFor(app.base, 'GET /exports/7' in broken ? '700ms' : '4s') }),
    '.',
  );
  expect(faults).toEqual([]);
  const checks = list?.checks ?? [];
  const { sinks, alerts, metrics } = memorySinks();
  const record: string[] = [];
  const own = functionsOf({ list: { checks }, concurrency: 9, namespace: 'Rollcall', topicArn: 'arn:x', sinks });
  const rollCall = await call(checks, { sinks }, { functions: recorded(own, record) });
  const written = [...record, ...[rollCall, alerts, metrics].map((one) => JSON.stringify(one))].join('\n');
  return { app, rollCall, written, results: rollCall.results };
}

const leaks = (written: string): string[] => {
  const writings = (value: string) => [
    value,
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(value),
  ];
  return Object.values(SECRETS).filter((value) => writings(value).some((writing) => written.includes(writing)));
};

describe('the flows of the design', () => {
  it('are OK, send what was captured, and say no secret in any state, result, alert or metric', async () => {
    const { app, results, written } = await called();

    expect(results.map(({ name, outcome, reason }) => [name, outcome, reason])).toEqual([
      ['orders-crud', 'OK', null],
      ['shop-graphql', 'OK', null],
      ['report-export', 'OK', null],
    ]);
    expect(results[0]?.seen).toEqual({ steps: [0, 1, 2, 3].map(() => expect.any(Number)) });
    expect(app.lines()).toContain('DELETE /orders/o%201%2F2');
    expect(app.lines().filter((line) => line.startsWith('GET /exports'))).toEqual(
      Array(3).fill('GET /exports/7?part=1'),
    );
    expect(app.lines().at(-1)).toMatch(/GET \/rows|POST|DELETE/);
    expect(leaks(written)).toEqual([]);
  });

  it('name the step that is NG, clean up all the same, and say no secret though the target says each', async () => {
    const { token, password, sid, csrf, receipt } = SECRETS;
    const saying =
      (...words: readonly string[]): NonNullable<Parameters<typeof startApp>[0]>[string] =>
      (_, response) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(`no ${words.join(' ')}`);
      };
    const { app, results, written } = await called({
      'GET /orders/o%201%2F2': saying(token, password),
      'POST /graphql': saying(sid, csrf, encodeURIComponent(csrf), Buffer.from(password).toString('base64')),
      'GET /exports/7': (_, response) => {
        response.end(JSON.stringify({ state: `busy ${receipt}`, result_url: receipt }));
      },
    });

    expect(results.map(({ reason }) => reason?.message)).toEqual([
      expect.stringContaining('step "read" (3 of 4): status 500, wanted 2xx'),
      expect.stringContaining('step "cart" (2 of 3): status 500, wanted 2xx'),
      expect.stringMatching(
        /^step "ready" \(2 of 3\): still \$\.state is "busy \*\*\*", wanted "done" after \d+ tr(?:y|ies)/,
      ),
    ]);
    expect(app.lines()).toContain('DELETE /orders/o%201%2F2');
    expect(app.lines()).toContain('POST /logout');
    expect(results[0]?.curl).toContain('/orders/o 1/2');
    expect(written).toContain('***');
    expect(leaks(written)).toEqual([]);
  });
});
