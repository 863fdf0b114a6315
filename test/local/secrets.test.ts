import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import type { CheckerEvent } from '#core/verdict/verdict.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { LocalFunction } from '#local/engine/services.ts';
import { type Functions, functionsOf } from '#local/functions.ts';
import { echoChecks, leaksIn, SECRET, startEchoTarget } from '../contract/echo-target.ts';
import { checkHttp } from '../kinds/checks.ts';
import { call, memorySinks } from './call.ts';

/** Every function as it is, with all that goes into it and comes out of it kept. */
function recorded(functions: Functions, record: string[]): Functions {
  const around = ({ invoke, ...rest }: LocalFunction): LocalFunction => ({
    ...rest,
    invoke: async (event) => {
      record.push(JSON.stringify(event));
      try {
        const answer = await invoke(event);
        record.push(JSON.stringify(answer));
        return answer;
      } catch (error) {
        // As much of it as any log would show.
        record.push(inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error));
        throw error;
      }
    },
  });
  return Object.fromEntries(Object.entries(functions).map(([state, fn]) => [state, around(fn)]));
}

describe('the value of a reference', () => {
  it('is in no input, output or error of any state, no result, alert or metric, though the target says it back', async () => {
    const target = await startEchoTarget();
    onTestFinished(target.stop);
    vi.stubEnv('ROLLCALL_TEST_KEY', SECRET);
    const text = `${echoChecks(target.url, '${env:ROLLCALL_TEST_KEY}')}
  - { name: broken, http: { url: "http://broken.example/", headers: { X-Key: '\${env:ROLLCALL_TEST_KEY}' } } }
`;
    const { list, faults } = parseChecks(text);
    if (list === null) throw new Error(JSON.stringify(faults));
    const { sinks, alerts, metrics } = memorySinks();
    const record: string[] = [];
    const deployment = { list, concurrency: 40, namespace: 'Rollcall', topicArn: 'arn:x', sinks };
    const own = functionsOf(deployment);
    const lookup = () => {
      throw Object.assign(new Error(`no header X-Key: ${SECRET}`, { cause: SECRET }), { name: 'Broken', SECRET });
    };
    const invoke = (event: CheckerEvent<HttpCheck>) =>
      event.check.name === 'broken'
        ? checkHttp(event, { ...SYSTEM_EFFECTS, lookup })
        : checkHttp(event, SYSTEM_EFFECTS);
    const functions = recorded({ ...own, CheckHttp: { invoke } }, record);

    const rollCall = await call(list.checks, { sinks }, { functions });

    expect(rollCall.counts).toMatchObject({ total: 10, ng: 10, checkerFaults: 1 });
    expect(rollCall.failure).toBeNull();
    expect(new Set(target.seen)).toEqual(new Set([SECRET]));
    expect(record.length).toBeGreaterThan(2 * 2 * 9);
    expect(record.join('\n')).toContain('no header X-Key: ***');
    expect(alerts[0]?.message).toContain("-H 'X-Key: ${env:ROLLCALL_TEST_KEY}'");
    for (const line of [...record, JSON.stringify(rollCall), JSON.stringify(alerts), JSON.stringify(metrics)]) {
      expect(leaksIn(line), line.slice(0, 2_000)).toEqual([]);
    }
  });
});
