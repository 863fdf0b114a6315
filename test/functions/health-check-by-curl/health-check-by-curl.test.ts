import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { healthCheckByCurl } from '#functions/health-check-by-curl/health-check-by-curl.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';

async function target(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

const answering = (status: number, body: string) => target((_, response) => response.writeHead(status).end(body));

async function ask(event: unknown, effects: { remainingMs?: number; date?: () => Date } = {}) {
  const log: string[] = [];
  const slept: number[] = [];
  const answer = await healthCheckByCurl(event, {
    checker: { ...SYSTEM_EFFECTS, ...(effects.date && { date: effects.date }) },
    log: (line) => log.push(line),
    sleep: async (ms) => void slept.push(ms),
    remainingMs: () => effects.remainingMs ?? 300_000,
  });
  return { answer, log: log.join('\n').replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'), slept };
}

const event = (url: string, keyword = '', options = '') => ({
  curl_cmd: `curl -s -S ${options} -F 'data=sample' ${url}`,
  search_keyword: keyword,
  ok_string: 'healthcheck-ok',
  ng_string: 'healthcheck-ng',
});

describe('an event of the recipe', () => {
  it.each([
    [200, 'all alive', 'alive', 'healthcheck-ok', /^OK POST HOST\/x: status 200 \([\d.]+ ms\)$/],
    [200, '', '', 'healthcheck-ok', /^OK POST HOST\/x: status 200/],
    [
      201,
      'all alive',
      'alive',
      'healthcheck-ng',
      /^NG POST HOST\/x: status 201, wanted 200 \([\d.]+ ms\)\nbody: all alive\nrepeat: curl --form-string data=sample http:\/\/HOST\/x$/,
    ],
    [200, 'all dead', 'alive', 'healthcheck-ng', /^NG POST HOST\/x: keyword "alive" not in the 8 bytes of the body/],
    [302, '', '', 'healthcheck-ng', /^NG POST HOST\/x: status 302, wanted 200/],
  ])('is answered as the recipe did: %i %j with keyword %j is %s', async (status, body, keyword, result, log) => {
    const asked = await ask(event(await answering(status, body), keyword));
    expect(asked.answer).toEqual({ result });
    expect(asked.log).toMatch(log);
  });

  it('gets its own two words, or those of the recipe', async () => {
    const { ok_string: _, ng_string: __, ...bare } = event(await answering(200, ''));
    expect((await ask(bare)).answer).toEqual({ result: 'healthcheck-ok' });
    expect((await ask({ ...bare, search_keyword: 'x' })).answer).toEqual({ result: 'healthcheck-ng' });
    expect((await ask({ ...bare, ok_string: 'fine "indeed"' })).answer).toEqual({ result: 'fine "indeed"' });
  });

  it('is sent once, and with --retry again while there is time', async () => {
    let calls = 0;
    const url = await target((_, response) => response.writeHead(++calls < 3 ? 503 : 200).end());
    expect(await ask(event(url))).toMatchObject({ answer: { result: 'healthcheck-ng' }, slept: [] });
    calls = 0;
    const retried = await ask(event(url, '', '--retry 5 --retry-delay 4'));
    expect(retried).toMatchObject({ answer: { result: 'healthcheck-ok' }, slept: [4000, 4000] });
    expect(retried.log).toContain('at try 3)');
    calls = 0;
    const hurried = await ask(event(url, '', '--retry 5 --retry-delay 4'), { remainingMs: 14_000 });
    expect(hurried).toMatchObject({ answer: { result: 'healthcheck-ng' }, slept: [] });
  });

  it('never puts a credential into the log', async () => {
    const { log } = await ask(
      event(await answering(500, ''), '', "-u 'me:sesame' -H 'x-api-key: sesame' -b sid=sesame"),
    );
    expect(log).toContain("-u 'me:***'");
    expect(log).not.toContain('sesame');
  });
});

describe('an NG that says why', () => {
  const url = 'http://127.0.0.1:1/';

  it.each([
    ['a dead target', event(url), /^NG POST HOST\/: connection refused/],
    [
      'an option that is not supported',
      { ...event(url), curl_cmd: `curl -Z ${url}` },
      /^NG the event cannot be checked: curl_cmd:1:6 curl: -Z /,
    ],
    [
      'a file, since none is read',
      { ...event(url), curl_cmd: `curl -d @/etc/passwd ${url}` },
      /no file can be read here/,
    ],
    ['no command', { search_keyword: '' }, /^NG the event cannot be checked: curl_cmd is missing; write it$/],
    ['no event', null, /^NG the event cannot be checked: the event is null/],
    ['an event inside out', 'curl h', /^NG the event cannot be checked: the event is a string/],
  ])('is the answer to %s', async (_, wrong, log) => {
    const asked = await ask(wrong);
    expect(asked.answer).toEqual({ result: 'healthcheck-ng' });
    expect(asked.log).toMatch(log);
  });

  it('is in the words of the event, even of one that cannot be read', async () => {
    const wrong = { ...event(url), curl_cmd: 'curl -Z h', ng_string: 'down' };
    expect((await ask(wrong)).answer).toEqual({ result: 'down' });
  });

  it('is the answer when Rollcall itself breaks', async () => {
    const broken = () => {
      throw new Error('no clock');
    };
    const asked = await ask(event(await answering(200, '')), { date: broken });
    expect(asked.answer).toEqual({ result: 'healthcheck-ng' });
    expect(asked.log).toBe('NG POST HOST/x: Rollcall itself failed: Error: no clock');
  });
});
