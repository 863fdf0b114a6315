import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { check, ngVerdict } from '../checks.ts';
import { ask, type Got, serve, TOKEN } from './serving.ts';

const list = {
  checks: [check('orders-api', { tags: ['payments'] }), check('in/voices', { alerts: { severity: 'info' } })],
};
const AUTH = { authorization: `Bearer ${TOKEN}` };
const json = ({ body }: Got) => JSON.parse(String(body));

type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { content: { 'application/json': { schema: { $ref: string } } } }>>;
};

/** What the description that a server hands out does not allow of an answer to one of its operations. */
async function described(url: string) {
  const document = json(await ask(`${url}/api/v1/openapi.json`));
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  (formats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components']);
  ajv.addSchema(document, 'api');
  const operations: readonly Operation[] = Object.values(document.paths).flatMap((ways) =>
    Object.values(ways as object),
  );
  const faults = (id: string, answer: Got) => {
    const one = operations.find(({ operationId }) => operationId === id);
    const ref = one?.responses[answer.status]?.content['application/json'].schema.$ref;
    if (ref === undefined) return `${id} has no answer ${answer.status}: ${answer.body}`;
    const validate = ajv.getSchema(`api${ref}`);
    return validate?.(json(answer)) ? null : ajv.errorsText(validate?.errors);
  };
  return { operations, faults };
}

describe('the API', () => {
  it('answers everything as its own description says', async () => {
    const { url, watch, faults: own } = await serve(list, { token: TOKEN });
    watch.answer(ngVerdict('orders-api'));
    const { operations, faults } = await described(url);
    const post = (body: object) => ({
      method: 'POST',
      headers: { ...AUTH, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const asked: readonly (readonly [id: string, path: string, status: number, how?: Parameters<typeof ask>[1]])[] = [
      ['listChecks', '/checks', 200],
      ['getCheck', '/checks/orders-api', 200],
      ['getCheck', '/checks/in%2Fvoices', 200],
      ['getCheck', '/checks/order-api', 404],
      ['listVerdicts', '/checks/orders-api/verdicts', 200],
      ['listVerdicts', '/checks/orders-api/verdicts?limit=0', 400],
      ['listVerdicts', '/checks/orders-api/verdicts?before=noon', 400],
      ['listVerdicts', '/checks/nobody/verdicts', 404],
      ['listIncidents', '/incidents', 200],
      ['getStatus', '/status', 200],
      ['listTargets', '/http_sd', 200],
      ['runCheck', '/checks/orders-api/run', 200, { method: 'POST', headers: AUTH }],
      ['runCheck', '/checks/nobody/run', 404, { method: 'POST', headers: AUTH }],
      ['runCheck', '/checks/orders-api/run', 401, { method: 'POST' }],
      ['muteCheck', '/mutes', 200, post({ check: 'orders-api', for: '2h' })],
      ['muteCheck', '/mutes', 400, post({ check: 'orders-api', for: 'ever' })],
      ['muteCheck', '/mutes', 400, post({ check: 'nobody', for: '2h' })],
      ['muteCheck', '/mutes', 403, { ...post({}), headers: { ...AUTH, origin: 'https://evil.example' } }],
      ['listMutes', '/mutes', 200],
      ['unmuteCheck', '/mutes/orders-api', 200, { method: 'DELETE', headers: AUTH }],
    ];
    for (const [id, path, status, how] of asked) {
      const answer = await ask(`${url}/api/v1${path}`, how);
      expect([id, path, answer.status, faults(id, answer)]).toEqual([id, path, status, null]);
    }
    expect(new Set(asked.map(([id]) => id))).toEqual(new Set(operations.map(({ operationId }) => operationId)));
    expect(own).toEqual([]);
  });

  it('mutes, shows the mute, and ends it', async () => {
    const { url } = await serve(list, { token: TOKEN });
    const body = JSON.stringify({ check: 'in/voices', for: '1h' });
    await ask(`${url}/api/v1/mutes`, {
      method: 'POST',
      headers: { ...AUTH, 'content-type': 'application/json' },
      body,
    });
    expect(json(await ask(`${url}/api/v1/mutes`))).toMatchObject([{ check: 'in/voices' }]);
    const after = await ask(`${url}/api/v1/mutes/in%2Fvoices`, { method: 'DELETE', headers: AUTH });
    expect(json(after)).toEqual([]);
  });

  it('says nothing of what is asked of a target', async () => {
    const { url, watch } = await serve(list);
    watch.answer(ngVerdict('orders-api'));
    expect(String((await ask(`${url}/api/v1/checks`)).body)).not.toContain('http://127.0.0.1:9/');
  });

  it.each([
    '/checks',
    '/incidents',
    '/status',
    '/http_sd',
    '/mutes',
    '/checks/orders-api/verdicts',
  ])('shows %s to nobody but those who may see everything', async (path) => {
    const { url } = await serve(list, { token: TOKEN, baseUrls: ['https://status.example.com'] });
    const host = 'status.example.com';
    const as = async (headers: Record<string, string>) =>
      (await ask(`${url}/api/v1${path}`, { headers: { host, ...headers } })).status;
    expect([await as({}), await as(AUTH)]).toEqual([401, 200]);
  });

  it('takes no document without end, and none that is no JSON', async () => {
    const { url } = await serve(list, { token: TOKEN });
    const send = async (type: string, body: string) => {
      const headers = { ...AUTH, 'content-type': type };
      return (await ask(`${url}/api/v1/mutes`, { method: 'POST', headers, body })).status;
    };
    expect(await send('application/json', `"${'a'.repeat(17_000)}"`)).toBe(413);
    expect(await send('application/json', '{')).toBe(415);
    expect(await send('text/plain', '{}')).toBe(415);
  });

  it('runs checks only so often', async () => {
    const { url, watch } = await serve(list, { token: TOKEN, now: () => 0 });
    const statuses: number[] = [];
    for (let i = 0; i < 25; i += 1) {
      statuses.push((await ask(`${url}/api/v1/checks/orders-api/run`, { method: 'POST', headers: AUTH })).status);
    }
    expect(statuses.indexOf(429)).toBe(20);
    expect(watch.ran.length).toBe(20);
  });
});
