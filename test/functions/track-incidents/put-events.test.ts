import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { IncidentEvent } from '#core/report/incident-events.ts';
import { putEvents } from '#functions/track-incidents/put-events.ts';

type Asked = { readonly headers: IncomingHttpHeaders; readonly body: { Entries: Record<string, unknown>[] } };

const asked: Asked[] = [];
let stop = () => {};
afterEach(() => {
  stop();
  asked.length = 0;
});

/** EventBridge as far as PutEvents goes. */
async function eventBridge(answer: (request: number) => readonly [status: number, body: object]): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join(''));
    const [status, said] = answer(asked.push({ headers: request.headers, body }));
    response.writeHead(status).end(JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = () => void server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/default';
const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
const events = (count: number): IncidentEvent[] =>
  Array.from({ length: count }, (_, at) => ({
    Source: 'rollcall',
    DetailType: 'Rollcall Incident',
    Time: at,
    Detail: '{}',
  }));

it('sends ten events a request, signed as the role, to the bus', async () => {
  const endpoint = await eventBridge(() => [200, { FailedEntryCount: 0 }]);
  expect(await putEvents(events(23), { bus: BUS, region: 'us-east-1', endpoint, credentials })).toBe(0);
  expect(asked.map(({ body }) => body.Entries.length)).toEqual([10, 10, 3]);
  expect(asked[0]?.body.Entries[0]).toEqual({
    Source: 'rollcall',
    DetailType: 'Rollcall Incident',
    Time: 0,
    Detail: '{}',
    EventBusName: BUS,
  });
  expect(asked[0]?.headers).toMatchObject({
    'x-amz-target': 'AWSEvents.PutEvents',
    'x-amz-security-token': 'session',
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/us-east-1\/events\/aws4_request/),
  });
});

it('says how many were not taken', async () => {
  const endpoint = await eventBridge(() => [200, { FailedEntryCount: 2 }]);
  expect(await putEvents(events(3), { bus: BUS, region: 'us-east-1', endpoint, credentials })).toBe(2);
});

it('throws what EventBridge refuses', async () => {
  const endpoint = await eventBridge(() => [400, { __type: 'AccessDeniedException' }]);
  await expect(putEvents(events(1), { bus: BUS, region: 'us-east-1', endpoint, credentials })).rejects.toThrow(
    /^EventBridge answered 400: .*AccessDenied/,
  );
});
