import { expect, it } from 'vitest';
import { runTcp, tcpCheck } from '../checks.ts';
import { fullPort, tcpServer } from '../servers.ts';

it('is OK when a connection can be made, and lets it go', async () => {
  let gone = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const port = await tcpServer((socket) => socket.once('close', gone));
  const verdict = await runTcp(tcpCheck({ host: '127.0.0.1', port }));
  expect(verdict).toMatchObject({ outcome: 'OK', kind: 'tcp', status: null, phases: { dns: null, tls: null } });
  expect(verdict.phases.connect).toBeGreaterThanOrEqual(0);
  await closed;
});

it('is NG when nobody listens', async () => {
  const verdict = await runTcp(tcpCheck({ host: '127.0.0.1', port: 1 }));
  expect(verdict.reason).toEqual({ code: 'refused', message: 'connection refused by 127.0.0.1:1' });
});

it('is NG when the connection is not accepted in time', async () => {
  const port = await fullPort();
  const verdict = await runTcp(tcpCheck({ host: '127.0.0.1', port }, { timeoutMs: 150, connectTimeoutMs: 150 }));
  expect(verdict.reason).toEqual({ code: 'timeout', message: 'no answer within 150ms (connecting)' });
});

it('is NG when it takes longer than it may', async () => {
  const port = await tcpServer(() => undefined);
  let ticks = 0;
  const now = (): number => {
    ticks += 40;
    return ticks;
  };
  const verdict = await runTcp(tcpCheck({ host: '127.0.0.1', port }, { expect: { latencyMs: 50 } }), { now });
  expect(verdict.reason).toMatchObject({
    code: 'latency',
    message: expect.stringMatching(/^latency \d+ ms, wanted 50 ms or less$/),
  });
});

it('looks up names and times it', async () => {
  const port = await tcpServer(() => undefined);
  const verdict = await runTcp(tcpCheck({ host: 'db.example', port }), {
    lookup: (_host, _options, done) => process.nextTick(done, null, [{ address: '127.0.0.1', family: 4 }]),
  });
  expect(verdict.outcome).toBe('OK');
  expect(verdict.phases.dns).toBeGreaterThanOrEqual(0);
});
