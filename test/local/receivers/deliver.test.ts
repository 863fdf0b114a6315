import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliver, type Errand } from '#local/receivers/deliver.ts';
import { sample } from './notification.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const errand = (name: string, url: string, subject = 's', checks = [subject]): Errand => ({
  name,
  receiver: { kind: 'webhook', url, format: 'slack', headers: [] },
  notification: {
    ...sample(),
    subject,
    attributes: { checks: { DataType: 'String.Array', StringValue: JSON.stringify(checks) } },
  },
});

const EFFECTS = { env: {}, pausesMs: [0, 0] };

describe('errands', () => {
  it('of a receiver that hangs hold up none of another', async () => {
    const prompt = Promise.withResolvers<void>();
    const hanging = await serve((_, response) => void prompt.promise.then(() => response.end()));
    const other = await serve((_, response) => {
      response.end();
      prompt.resolve();
    });

    expect(await deliver([errand('a', hanging), errand('b', other)], EFFECTS)).toEqual([]);
  });

  it('of one receiver are done in their order', async () => {
    const got: string[] = [];
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (text) => {
        body += text;
      });
      request.on('end', () => {
        got.push(/\*(\w+)\*/.exec(body)?.[1] ?? '');
        response.end();
      });
    });
    await deliver(
      ['one', 'two', 'three'].map((subject) => errand('a', url, subject)),
      EFFECTS,
    );

    expect(got).toEqual(['one', 'two', 'three']);
  });

  it('end at a receiver that is out of reach, and go on past what one refuses', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      response.writeHead(asked === 1 ? 400 : 503).end();
    });
    const errands = [errand('a', url, 'one'), errand('a', url, 'two'), errand('a', url, 'three')];
    const left = await deliver(errands, EFFECTS);

    expect(left.map((one) => [one.errand.notification.subject, one.why.replace(/^\S+ /, '')])).toEqual([
      ['one', 'answered 400'],
      ['two', 'answered 503'],
      ['three', 'answered 503'],
    ]);
    expect(asked).toBe(4);
  });

  it('of checks whose earlier alert was refused wait for it, so that the last word is what is so', async () => {
    const got: string[] = [];
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (text) => {
        body += text;
      });
      request.on('end', () => {
        const subject = /\*(\w+)\*/.exec(body)?.[1] ?? '';
        got.push(subject);
        response.writeHead(subject === 'down' ? 400 : 200).end();
      });
    });
    const taken: string[] = [];
    const left = await deliver(
      [errand('a', url, 'down', ['x']), errand('a', url, 'up', ['x', 'y']), errand('a', url, 'other', ['z'])],
      { ...EFFECTS, onTaken: async ({ notification }) => void taken.push(notification.subject) },
    );

    expect(left.map((one) => one.errand.notification.subject)).toEqual(['down', 'up']);
    expect(got).toEqual(['down', 'other']);
    expect(taken).toEqual(['other']);
  });

  it('are left when somebody stops them', async () => {
    const stop = new AbortController();
    const hanging = await serve(() => stop.abort());
    const left = await deliver([errand('a', hanging), errand('a', hanging)], { ...EFFECTS, signal: stop.signal });

    expect(left.map(({ why }) => why)).toEqual(['interrupted', 'interrupted']);
  });

  it('that Rollcall itself fails at are told without what was sent', async () => {
    const secret = 'secret\u0000';
    const command = { ...errand('a', ''), receiver: { kind: 'command' as const, argv: ['/bin/true', secret] } };
    const [left] = await deliver([command], EFFECTS);

    expect(left?.why).toBe('Rollcall itself failed with TypeError');
  });
});
