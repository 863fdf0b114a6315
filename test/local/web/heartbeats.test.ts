import { expect, it } from 'vitest';
import { tokenOf } from '#kinds/heartbeat/token.ts';
import { checksOf } from '../../checks-file/parsed.ts';
import { check } from '../checks.ts';
import { ask, HEARTBEAT_KEY, serve, TOKEN } from './serving.ts';

const list = {
  checks: [...checksOf('checks: [{name: jobs/nightly, heartbeat: {every: 1h, tokenVersion: 2}}]'), check('shop')],
};
const token = tokenOf(HEARTBEAT_KEY, 'jobs/nightly', 2);

it.each([
  ['GET', `/ping/jobs%2Fnightly/${token}`, 200],
  ['HEAD', `/ping/jobs%2Fnightly/${token}/start`, 200],
  ['POST', `/ping/jobs/nightly/${token}/3?rid=a-1`, 200],
  ['GET', `/ping/jobs%2Fnightly/${tokenOf(HEARTBEAT_KEY, 'jobs/nightly', 1)}`, 404],
  ['GET', `/ping/shop/${tokenOf(HEARTBEAT_KEY, 'shop', 0)}`, 404],
  ['GET', `/ping/jobs%2Fnightly/${token}?rid=${'a'.repeat(65)}`, 400],
])('answers %s %s by %i, wherever it comes from', async (method, path, status) => {
  const { url } = await serve(list, { token: TOKEN, baseUrls: ['https://status.example.com'] });
  const headers = { host: 'status.example.com', origin: 'https://elsewhere.example', 'x-forwarded-for': '203.0.113.9' };
  expect((await ask(url + path, { method, headers })).status).toBe(status);
});

it('keeps what a job reports, with the end of its words', async () => {
  const { url, beats } = await serve(list);
  await ask(`${url}/ping/jobs%2Fnightly/${token}/start`);
  await ask(`${url}/ping/jobs%2Fnightly/${token}/7`, { method: 'POST', body: `${'x'.repeat(200_000)}disk is full` });
  const { fail, runs } = (await beats.read('jobs/nightly', 0)).beats;
  expect(fail).toMatchObject({ exit: 7, text: expect.stringMatching(/disk is full$/) });
  expect(runs).toEqual([]);
});

it('takes the token of the job in the header too, which is no token of the page', async () => {
  const { url, beats } = await serve(list, { token: TOKEN });
  const headers = { authorization: `Bearer ${token}` };
  expect((await ask(`${url}/ping/jobs%2Fnightly`, { headers })).status).toBe(200);
  expect((await ask(`${url}/api/v1/checks`, { headers })).status).toBe(401);
  expect((await beats.read('jobs/nightly', 0)).beats.ok).not.toBeNull();
});

it('reads no more than a job has to say', async () => {
  const { url } = await serve(list);
  const body = 'x'.repeat(1024 * 1024 + 1);
  expect((await ask(`${url}/ping/jobs%2Fnightly/${token}/fail`, { method: 'POST', body })).status).toBe(413);
});
