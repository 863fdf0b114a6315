import { describe, expect, it } from 'vitest';
import { loadChecks, readChecks } from '#checks-file/reader/read-checks.ts';
import { billOf } from '#core/cost/bill.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { flowCheck } from './run-flow.ts';

const URL = 'https://api.example.com/';
const step = (name: string, more: object = {}) => ({ name, http: { url: URL }, ...more });

async function listOf(file: object) {
  const { list, faults, warnings } = await loadChecks([{ text: JSON.stringify(file), folder: '.' }], {});
  expect(faults).toEqual([]);
  if (list === null) throw new Error('no list');
  return { list, warnings };
}

describe('a flow without settings of its own', () => {
  it('takes 30s, keeps 5s of it for clean-up, and is not tried again', async () => {
    const check = await flowCheck({ steps: { flow: [step('a')] } });

    expect(check).toMatchObject({ timeoutMs: 30_000, connectTimeoutMs: 3000, rechecks: 0, schedule: { every: 300 } });
    expect(check.target).toMatchObject({ cleanupMs: 5000, vars: [], flow: [{ timeoutMs: 30_000, capture: [] }] });
    expect(check.expect).toEqual({ latencyMs: null });
  });

  it('keeps a fifth of a short timeout', async () => {
    const check = await flowCheck({ steps: { timeout: '10s', flow: [step('a')] } });

    expect(check.target.cleanupMs).toBe(2000);
  });

  it('has the headers of defaults in every step, and their timeout', async () => {
    const { list } = await listOf({
      defaults: { headers: { 'x-shared': '1' }, timeout: '7s' },
      checks: [{ name: 'a', steps: { flow: [step('a'), step('b', { http: { url: URL, timeout: '2s' } })] } }],
    });

    expect(list.checks[0]).toMatchObject({
      timeoutMs: 7000,
      target: { flow: [{ timeoutMs: 7000, http: { headers: [['x-shared', '1']] } }, { timeoutMs: 2000 }] },
    });
  });

  it('lets all steps connect to private addresses, or none', async () => {
    const check = await flowCheck({ steps: { allowPrivate: true, flow: [step('a'), step('b')] } });

    expect(check.target.flow.map(({ http }) => http.allowPrivate)).toEqual([true, true]);
  });
});

it('costs the time of all its steps', async () => {
  const lambda = async (entry: object) => {
    const { list } = await listOf({ checks: [{ name: 'a', ...entry }] });
    return JSON.stringify(billOf(list, KIND_NAMES)).match(/checks of ([\d.]+) s/)?.[1];
  };

  expect(await lambda({ http: { url: URL } })).toBe('0.3');
  expect(await lambda({ steps: { flow: ['a', 'b', 'c', 'd', 'e'].map((name) => step(name)) } })).toBe('1.5');
});

it('is warned of for literal credentials, not for captures', async () => {
  const headers = { authorization: 'Bearer {{token}}', 'x-api-key': 'hunter22' };
  const { warnings } = await listOf({
    checks: [
      {
        name: 'a',
        steps: {
          vars: { password: 'sesame' },
          flow: [
            { name: 'login', http: { url: URL, form: { a: '{{password}}' } }, capture: { token: { json: '$.t' } } },
            { name: 'b', http: { url: URL, headers } },
          ],
        },
      },
    ],
  });

  expect((await warnings(new Date())).map(({ path, message }) => `${path} ${message.split(';')[0]}`)).toEqual([
    'checks[0].steps.vars.password holds a literal credential (variable password)',
    'checks[0].steps.flow[1].http.headers.x-api-key holds a literal credential (header x-api-key of step b)',
  ]);
});

it('takes curl commands as steps, with names in them', async () => {
  const { list } = await listOf({
    defaults: { headers: { 'x-shared': '1' } },
    checks: [
      {
        name: 'a',
        steps: {
          vars: { base: 'https://api.example.com' },
          flow: [
            { name: 'login', curl: 'curl -f -m 2 {{base}}/login -d user=probe', capture: { token: { json: '$.t' } } },
            { name: 'me', curl: "curl -b '' {{base}}/me -H 'Authorization: Bearer {{token}}'" },
          ],
        },
      },
    ],
  });

  expect(list.checks[0]?.target).toMatchObject({
    flow: [
      { timeoutMs: 2000, http: { url: '{{base}}/login', method: 'POST' }, expect: { status: [[100, 399]] } },
      {
        timeoutMs: 30_000,
        http: {
          url: '{{base}}/me',
          headers: expect.arrayContaining([
            ['x-shared', '1'],
            ['Authorization', 'Bearer {{token}}'],
          ]),
        },
      },
    ],
  });
});

it.each([
  ['curl --no-such {{id}}', 'curl is refused'],
  ['curl --retry 2 https://api.example.com/', 'curl has --retry, which a step says by itself; write retry'],
  [
    'curl https://api.example.com/{{idd}}',
    'curl holds "{{idd}}", which is no variable and captured by no step; did you mean {{id}}?',
  ],
])('says what is wrong with the command %s of a step', async (curl, wanted) => {
  const flow = [
    { ...step('a'), capture: { id: { json: '$.id' } } },
    { name: 'b', curl },
    step('c', { http: { url: `${URL}{{id}}` } }),
  ];
  const { faults } = await readChecks(JSON.stringify({ checks: [{ name: 'a', steps: { flow } }] }), '.');

  expect(
    faults.map(({ path, message }) => `${path.replace('checks[0].steps.flow[1].', '')} ${message}`).join(),
  ).toContain(wanted);
});
