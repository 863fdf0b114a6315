import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, vi } from 'vitest';
import { checksJsonSchema } from '#checks-file/json-schema.ts';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import { readYaml } from '#checks-file/text/yaml.ts';
import { awsObstacles } from '#core/address/aws-obstacles.ts';
import type { Check } from '#core/check/check.ts';
import { BUILT_IN } from '#core/check/defaults.ts';
import { stateOf } from '#core/check/kind-names.ts';
import { hasReference, referencesOf } from '#core/check/references.ts';
import { billOf } from '#core/cost/bill.ts';
import { workloadOf } from '#core/cost/workload.ts';
import { settingsIn, shapeOf } from '#core/settings/known-settings.ts';
import { baseShape } from '#core/settings/shared-settings.ts';
import { offencesOf } from '#kinds/offences.ts';
import { probeOf } from '#kinds/probes.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import type { AttemptTrace, TraceListener } from '#kinds/probing/trace/trace.ts';
import { KIND_NAMES, settingsOf } from '#kinds/settings.ts';
import { functionsOf } from '#local/functions.ts';
import { proveChecks } from '#local/prove-checks.ts';
import { schemaFaults } from '../cli/documents.ts';
import { call, memorySinks } from '../local/call.ts';
import { lacksOf } from './lacks.ts';
import type { KindTarget } from './target.ts';

/** What a kind of check promises to every stage before and after its checker, whatever it asks. */

const ROOT = new URL('../../', import.meta.url);
const KINDS_FOLDER = new URL('kinds/', ROOT);

const folders = readdirSync(KINDS_FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'probing')
  .map(({ name }) => name);

async function listOf(text: string) {
  const { list, faults } = await readChecks(text, '.');
  expect(faults).toEqual([]);
  if (list === null) throw new Error('no list');
  return list;
}

const listOfEntries = (...entries: readonly object[]) => listOf(JSON.stringify({ checks: entries }));

it.each(folders)('the folder kinds/%s is a kind that lacks nothing', async (kind) => {
  expect(await lacksOf(kind)).toEqual([]);
});

it('says of a kind that has nothing all that it lacks', async () => {
  expect(await lacksOf('sundial')).toEqual([
    'sundial has no line in kinds/settings.ts',
    'sundial has no line in kinds/probes.ts',
    'sundial has no line in kinds/offences.ts',
    'sundial has no line in kinds/explanations.ts',
    'sundial has no kinds/sundial/settings.ts: how people write it',
    'sundial has no kinds/sundial/probe.ts: how it asks and judges',
    'sundial has no kinds/sundial/offences.ts: what prove breaks',
    'sundial has no kinds/sundial/explain.ts: what run --verbose says of an answer',
    'sundial has no kinds/sundial/example.yaml: its settings as people write them',
    'sundial has no kinds/sundial/README.md: its page of the reference',
    'sundial has no functions/check-sundial/handler.ts: its Lambda function',
    'sundial has no test/kinds/sundial/target.ts: a real server for its tests',
    'sundial is not in statemachines/health-check.asl.json as "${CheckSundialArn}": run `npm run generate`',
    'sundial is not in checks.schema.json as "sundial": {: run `npm run generate`',
    'sundial is not in docs/reference/checks-file.md as ](../../kinds/sundial/README.md): link its page from the reference',
  ]);
});

describe.each(KIND_NAMES)('%s', (kind) => {
  const example = readFileSync(new URL(`${kind}/example.yaml`, KINDS_FOLDER), 'utf8');
  const startTarget = async (): Promise<KindTarget> => (await import(`./${kind}/target.ts`)).startTarget();
  const shape = shapeOf(settingsOf(kind).schema());
  const [first = ''] = settingsIn(shape[kind]).filter((name) => !Object.hasOwn(baseShape, name));

  it('has an example without faults, of this kind alone, that editors accept and that holds a reference if one can be held', async () => {
    const { secret } = await startTarget();
    const { checks } = await listOf(example);
    const read = readYaml(example);
    const { $schema: _, ...schema } = checksJsonSchema();
    const validate = new Ajv2020({ strict: false, formats: {} }).compile(schema);

    expect(new Set(checks.map((check) => check.kind))).toEqual(new Set([kind]));
    expect('value' in read && validate(read.value), JSON.stringify(validate.errors)).toBe(true);
    expect(referencesOf(checks).length > 0).toBe(secret !== null);
  });

  it('names every setting of its own and of expect on its page, as code', () => {
    const page = readFileSync(new URL(`${kind}/README.md`, KINDS_FOLDER), 'utf8');
    const settings = [...settingsIn(shape[kind]), ...settingsIn(shape['expect'])];
    const code = new Set([...page.matchAll(/`([^`]*)`/g)].flatMap(([, text = '']) => text.match(/\w+/g) ?? []));

    expect(settings).not.toEqual([]);
    expect(settings.filter((name) => !code.has(name))).toEqual([]);
  });

  it('says which setting a misspelt one was meant as, and where one belongs that stands too high', async () => {
    const { ok } = await startTarget();
    const own = (ok as Record<string, object>)[kind];
    const misspelt = await readChecks(
      JSON.stringify({ checks: [{ ...ok, name: 'a', [kind]: { ...own, [`${first}x`]: 1 } }] }),
      '.',
    );
    const tooHigh = await readChecks(JSON.stringify({ checks: [{ ...ok, name: 'a', [first]: 1 }] }), '.');

    expect(misspelt.faults.map(({ path, message }) => `${path} ${message}`)).toEqual([
      `checks[0].${kind}.${first}x is not a setting; did you mean ${first}?`,
    ]);
    expect(tooHigh.faults.map(({ message }) => message)).toContain(`is not a setting here; write it in ${kind}`);
  });

  it('takes every default: those of the file before those of its kind, these before the built-in ones', async () => {
    const { ok } = await startTarget();
    const [plain, shared] = [
      await listOfEntries({ ...ok, name: 'a' }),
      await listOf(
        JSON.stringify({
          defaults: { rechecks: 3, every: '1h', timeout: '7s', tags: ['t'] },
          checks: [{ ...ok, name: 'a' }],
        }),
      ),
    ];

    const { rechecks = BUILT_IN.rechecks, ...own } = settingsOf(kind).defaults ?? {};
    expect(plain.checks[0]).toMatchObject({
      rechecks,
      // What runs seldom is tried again later.
      recheckAfterSeconds:
        own.recheckAfter === undefined && own.every === undefined ? BUILT_IN.recheckAfterSeconds : expect.any(Number),
      schedule: own.every === undefined ? BUILT_IN.schedule : expect.not.objectContaining(BUILT_IN.schedule),
      labels: BUILT_IN.labels,
    });
    expect(shared.checks[0]).toMatchObject({ rechecks: 3, schedule: { every: 3600 }, timeoutMs: 7000, tags: ['t'] });
  });

  it('is called by the workflow, OK and NG, with a verdict and words', async () => {
    const { ok, ng, store } = await startTarget();
    const list = await listOfEntries({ ...ok, name: 'up', rechecks: 0 }, { ...ng, name: 'down', rechecks: 0 });
    const { sinks, alerts } = memorySinks();
    const { results, failure } = await call(list.checks, { sinks, ...store });

    expect(failure).toBeNull();
    expect(results).toMatchObject([
      { name: 'up', kind, outcome: 'OK', reason: null },
      { name: 'down', kind, outcome: 'NG', reason: { message: expect.stringMatching(/\w/) } },
    ]);
    expect(results[1]?.reason?.code).not.toBe('checker-fault');
    expect(results.flatMap((verdict) => schemaFaults('verdict', verdict))).toEqual([]);
    expect(alerts.map(({ message }) => message).join()).toContain('down');
  });

  it('shows what it did to who asks, with what each expectation came to, and answers the same', async () => {
    const { ok, ng, store } = await startTarget();
    const list = await listOfEntries({ ...ok, name: 'up', rechecks: 0 }, { ...ng, name: 'down', rechecks: 0 });
    const traces: AttemptTrace[] = [];
    const early: (string | null)[] = [];
    const traceListener: TraceListener = {
      line: ({ name }, { text }) => void (name === 'up' && early.push(text)),
      ended: (trace) => void traces.push(trace),
    };
    const { results } = await call(list.checks, { ...store, traceListener });
    const [up, down] = ['up', 'down'].map((name) => traces.find((trace) => trace.name === name));

    expect(results.map(({ outcome }) => outcome)).toEqual(['OK', 'NG']);
    expect(up).toMatchObject({ kind, attempt: 1, verdict: { outcome: 'OK' }, recheckAfterSeconds: null });
    expect(up?.lines).not.toEqual([]);
    expect(early[0]).toBe(up?.lines[0]?.text);
    expect(early).toEqual(up?.lines.map(({ text }, at) => (early[at] === null ? null : text)));
    expect(up?.expectations).not.toEqual([]);
    expect(up?.expectations.filter(({ isHeld }) => !isHeld)).toEqual([]);
    const failed = down?.expectations.filter(({ isHeld }) => !isHeld).map(({ text }) => text) ?? [];
    if (down?.expectations.length !== 0) expect(failed.join('; also ')).toBe(results[1]?.reason?.message);
  });

  it('hides the value of a reference wherever it goes', async () => {
    const { secret } = await startTarget();
    if (secret === null) return;
    vi.stubEnv('ROLLCALL_KIND_SECRET', secret.value);
    const { checks } = await listOfEntries({ ...secret.entry, name: 'hidden', rechecks: 0 });
    const { sinks, alerts, metrics } = memorySinks();
    const traces: AttemptTrace[] = [];
    const rollCall = await call(checks, { sinks });
    await call(checks, { traceListener: { ended: (trace) => void traces.push(trace) } });
    vi.unstubAllEnvs();

    expect(rollCall.results).toMatchObject([{ outcome: 'NG' }]);
    expect(rollCall.results[0]?.reason?.code).not.toBe('config');
    expect(traces).toHaveLength(1);
    expect(JSON.stringify([rollCall, alerts, metrics, traces])).not.toContain(secret.value);
  });

  it('replaces references nowhere but in its target', async () => {
    const { checks } = await listOf(example);
    for (const { target, ...rest } of checks) {
      expect(hasReference(JSON.stringify(rest))).toBe(false);
      expect(typeof target).toBe('object');
    }
  });

  it('is warned of for the very credentials that its verdicts hide', async () => {
    expect((await (await probeOf(kind)).evidence?.())?.secretsIn).toBe(settingsOf(kind).secretsIn);
  });

  it('is proved: a made-up answer fits its example, and every trial is noticed', async () => {
    const { checks } = await listOf(example);
    const proofs = await proveChecks(checks, { ...PROVING, offline: true });

    expect(proofs.map(({ outcome, reason }) => [outcome, reason])).toEqual(checks.map(() => ['proven', null]));
    expect(proofs.every(({ trials }) => trials.some(({ name }) => name === 'no-answer'))).toBe(true);
  });

  it('is proved by its target, asked once', async () => {
    const { ok, store } = await startTarget();
    const { checks } = await listOfEntries({ ...ok, name: 'up' });
    const effects = { ...SYSTEM_EFFECTS, ...store };
    const [proof] = await proveChecks(checks, { ...PROVING, effects, allow: ['slow'] });

    expect(proof?.reason).toBeNull();
    expect(proof?.trials).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'no-answer', outcome: 'NG' })]),
    );
  });

  it('breaks nothing of an answer that did not come', () => {
    const check = { name: 'a', kind, target: {}, expect: {} } as unknown as Check;
    const failure = {
      outcome: 'failure',
      reason: { code: 'dns', message: '' },
      status: null,
      phases: {},
      latencyMs: 0,
    };

    expect(offencesOf(kind).trials(check, failure as never, new Date())).toEqual([]);
  });

  it('is out of reach on AWS where its target is this machine', async () => {
    const { ok, store } = await startTarget();
    const { checks } = await listOfEntries({ ...ok, name: 'up' });
    const to = checks.flatMap(({ target }) => settingsOf(kind).destinations?.(target) ?? []);
    // What is not asked but reports connects to nothing.
    expect([...new Set(awsObstacles(to).map(({ message }) => message))]).toEqual(
      store === undefined ? [expect.stringMatching(/^would be NG on AWS: .*never allowed from Lambda$/)] : [],
    );
  });

  it('is in the bill: its function has the alarms of a function, and a check of it costs money', async () => {
    const list = await listOf(example);
    const alarmsWith = (kinds: readonly string[]) => workloadOf(list.checks, {}, 'us-east-1', kinds).metricAlarms;

    expect(billOf(list, KIND_NAMES).total).toBeGreaterThan(0);
    expect(alarmsWith(KIND_NAMES)).toBeGreaterThan(alarmsWith(KIND_NAMES.filter((name) => name !== kind)));
  });

  it('is a function of one machine by the name of its state', () => {
    const { sinks } = memorySinks();
    const deployment = { list: { checks: [] }, concurrency: 1, namespace: 'Rollcall', topicArn: 'arn:x', sinks };

    expect(functionsOf(deployment)).toHaveProperty(stateOf(kind));
  });
});

const PROVING = {
  allow: [] as readonly string[],
  concurrency: 1,
  offline: false,
  effects: SYSTEM_EFFECTS,
  signal: new AbortController().signal,
};
