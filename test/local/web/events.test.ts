import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { changesOf } from '#local/web/events/changes.ts';
import { hubOf } from '#local/web/events/hub.ts';
import { check, ngVerdict, okVerdict } from '../checks.ts';
import { ask, playedWatch, serve, TOKEN } from './serving.ts';
import { hear } from './stream.ts';

const list = { checks: [check('orders-api'), check('invoices'), check('日本')] };

const rowsIn = (data = '') =>
  [...data.matchAll(/<li class="row" id="([^"]*)"[^>]*data-state="(\w+)"/g)].map(([, id, state]) => `${id} ${state}`);

it('sends the row of a check that went down, as the page has it', async () => {
  const { url, watch } = await serve(list);
  const stream = await hear(`${url}/events`);
  watch.answer(ngVerdict('orders-api'));
  const came = await stream.next();
  expect([came?.type, rowsIn(came?.data)]).toEqual(['swap', ['check-orders-api ng']]);
  const page = String((await ask(url)).body);
  const row = /<li class="row" id="check-orders-api".*?<\/li>(?=\n)/.exec(page)?.[0] ?? 'none';
  expect(came?.data).toContain(row);
});

it('sends many verdicts as one batch, and nothing of a row that looks as before', async () => {
  const { url, watch } = await serve(list);
  const stream = await hear(`${url}/events`);
  for (let i = 0; i < 100; i += 1) watch.answer(okVerdict(i % 2 ? 'orders-api' : 'invoices', { latencyMs: 5 }));
  expect(rowsIn((await stream.next())?.data)).toEqual(['check-orders-api ok', 'check-invoices ok']);
  watch.answer(okVerdict('invoices', { latencyMs: 5 }));
  watch.answer(ngVerdict('orders-api'));
  expect(rowsIn((await stream.next())?.data)).toEqual(['check-orders-api ng']);
});

it('goes on where a client was, also when another has heard of it meanwhile', async () => {
  const { url, watch } = await serve(list);
  const [first, second] = [await hear(`${url}/events`), await hear(`${url}/events`)];
  watch.answer(okVerdict('invoices'));
  const came = await first.next();
  first.close();
  watch.answer(ngVerdict('orders-api'));
  await second.next();
  await second.next();
  const back = await hear(`${url}/events`, { 'last-event-id': came?.id ?? '' });
  expect(rowsIn((await back.next())?.data)).toEqual(['check-orders-api ng']);
});

it('has a page begin where it was made', async () => {
  const { url, watch } = await serve(list);
  const source = /data-source="([^"]*)"/.exec(String((await ask(url)).body))?.[1]?.replaceAll('&amp;', '&') ?? '';
  watch.answer(ngVerdict('日本'));
  const stream = await hear(url + source);
  expect(rowsIn((await stream.next())?.data)).toEqual([`check-${encodeURIComponent('日本')} ng`]);
});

it.each([
  ['of another process', 'ffffffffffff-3'],
  ['that is none', 'x'],
])('has a page made anew whose position is one %s', async (_, id) => {
  const { url } = await serve(list);
  const stream = await hear(`${url}/events`, { 'last-event-id': id });
  expect((await stream.next())?.type).toBe('list');
});

it('has pages made anew when the list is another', async () => {
  const { url, watch } = await serve(list);
  const stream = await hear(`${url}/events`);
  watch.list = { checks: [check('new')] };
  watch.happen({ type: 'list' });
  watch.answer(okVerdict('new'));
  expect((await stream.next())?.type).toBe('list');
});

it('sends strangers nothing of what they may not see', async () => {
  const tagged = { checks: [check('shop', { tags: ['web'] }), check('db-primary')] };
  const { url, watch } = await serve({ ...tagged, page: publicPage('web') } as never, {
    token: TOKEN,
    baseUrls: ['https://status.example.com'],
  });
  const stream = await hear(`${url}/events`, { host: 'status.example.com' });
  watch.answer(ngVerdict('db-primary'));
  watch.answer(ngVerdict('shop'));
  const came = await stream.next();
  expect(rowsIn(came?.data)).toEqual(['check-shop ng']);
  expect(came?.data).not.toContain('db-primary');
  expect(came?.data).not.toContain('503');
});

it('takes 200 pages, and asks the others to come back', async () => {
  const { url, watch } = await serve(list);
  const streams = await Promise.all(Array.from({ length: 250 }, () => hear(`${url}/events`)));
  const heard = streams.filter(({ status }) => status === 200);
  expect([heard.length, streams.filter(({ status }) => status === 503).length]).toEqual([200, 50]);
  watch.answer(ngVerdict('orders-api'));
  const came = await Promise.all(heard.map((stream) => stream.next()));
  expect(came.every((one) => one?.type === 'swap')).toBe(true);
});

it('drops a client that reads nothing, and keeps nothing for it', async () => {
  const watch = playedWatch(list);
  const changes = changesOf();
  const html = 'x'.repeat(4_000_000);
  let made = 0;
  const renderer = {
    now: async () => ({ data: {} as never, event: changes.last() }),
    pieces: () => {
      made += 1;
      return [{ name: 'a', html: `${html}${made}` }];
    },
  };
  const hub = hubOf({ watching: watch, changes, renderer, epoch: 'e', onFault: () => undefined, patienceMs: 1 });
  const server = createServer((_, response) => hub.add(response, 'private en', null)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    hub.close();
    server.closeAllConnections();
    server.close();
  });
  const socket = connect((server.address() as { port: number }).port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const gone = once(server, 'connection').then(([their]) => once(their, 'close'));
  socket.pause().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const ticking = setInterval(() => watch.answer(okVerdict('orders-api')), 20);
  onTestFinished(() => clearInterval(ticking));
  await gone;
  expect(hub.size()).toBe(0);
  expect(made).toBeLessThan(5);
});

const publicPage = (tag: string) => ({
  title: 'Status',
  description: null,
  language: null,
  public: { tags: [tag] },
  notes: [],
});
