import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Receiver } from '#core/check/alerting.ts';
import { mailTo } from '#local/receivers/smtp.ts';
import { deliverTo, sample } from './notification.ts';

type Smtp = Extract<Receiver, { kind: 'smtp' }>;
type Mail = { readonly user: string | undefined; readonly to: readonly string[]; readonly text: string };

async function serve(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _, done) =>
      password === 'secret' ? done(null, { user: username }) : done(new Error('wrong password')),
    onData(stream, { user, envelope }, done) {
      let text = '';
      stream.on('data', (part) => {
        text += part;
      });
      stream.on('end', () => {
        mails.push({ user, to: envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listening.once('listening', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = listening.address() as AddressInfo;
  const to = (more: Partial<Smtp> = {}): Smtp => ({
    kind: 'smtp',
    host: '127.0.0.1',
    port,
    tls: 'never',
    login: null,
    from: 'Rollcall <rollcall@example.com>',
    to: ['ops@example.com', 'team@example.com'],
    ...more,
  });
  return { mails, to };
}

describe('a mail server', () => {
  it('that talks for ever is left at the deadline', async () => {
    const server = createServer((socket) => {
      const talk = setInterval(() => socket.write('220-hello\r\n'), 5);
      socket.on('error', () => {}).on('close', () => clearInterval(talk));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const endless: Smtp = {
      kind: 'smtp',
      host: '127.0.0.1',
      port,
      tls: 'never',
      login: null,
      from: 'a@b.c',
      to: ['d@e.f'],
    };
    await expect(mailTo(endless, sample(), { timeoutMs: 300 })).rejects.toThrow(/did not take it in 0\.3 s$/);
  });

  it('gets the text as an e-mail to everybody, after the login', async () => {
    const { mails, to } = await serve({ allowInsecureAuth: true });
    expect(await deliverTo(to({ login: { user: 'me', password: '${env:PASSWORD}' } }), { PASSWORD: 'secret' })).toEqual(
      [],
    );
    const [mail, ...others] = mails;
    expect(others).toEqual([]);
    expect([mail?.user, mail?.to]).toEqual(['me', ['ops@example.com', 'team@example.com']]);
    expect(mail?.text).toMatch(/^Subject: \[TEST\] NG 1 of 1: sample-check\r$/m);
    expect(mail?.text).toContain('Nothing is wrong.');
  });

  it('that refuses the login is asked once, and the fault does not hold the password', async () => {
    let logins = 0;
    const { mails, to } = await serve({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        logins += 1;
        done(new Error('no'));
      },
    });
    const faults = await deliverTo(to({ login: { user: 'me', password: 'hush-hush' } }));
    expect(faults).toEqual([expect.stringMatching(/^it: the mail server 127\.0\.0\.1:\d+ did not take it: /)]);
    expect(faults.join()).not.toContain('hush');
    expect([logins, mails]).toEqual([1, []]);
  });

  it('that is busy is asked again', async () => {
    let asked = 0;
    const { mails, to } = await serve({
      onMailFrom: (_address, _session, done) => {
        asked += 1;
        done(asked < 3 ? Object.assign(new Error('later'), { responseCode: 451 }) : null);
      },
    });
    expect(await deliverTo(to())).toEqual([]);
    expect([asked, mails.length]).toEqual([3, 1]);
  });

  it('that cannot encrypt hears nothing of an alert, unless that is allowed', async () => {
    const { mails, to } = await serve();
    expect(await deliverTo(to({ tls: 'starttls' }))).toEqual([expect.stringContaining('STARTTLS')]);
    expect(mails).toEqual([]);
  });

  it('with a certificate of nobody known gets nothing', async () => {
    const folder = new URL('../../../bench/fixtures/', import.meta.url);
    const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => readFileSync(new URL(name, folder)));
    const { mails, to } = await serve({ secure: true, key, cert });
    expect(await deliverTo(to({ tls: 'always' }))).toEqual([expect.stringMatching(/certificate/)]);
    expect(mails).toEqual([]);
  });
});
