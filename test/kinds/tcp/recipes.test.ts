import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readYaml } from '#checks-file/text/yaml.ts';
import { blocksOf } from '../../docs/pages.ts';
import { tlsFixture } from '../servers.ts';
import { isInstalled, SERVERS, started } from './debian-servers.ts';
import { type Asked, answering, outcomeOf, talk } from './talk.ts';

/**
 * The recipes of docs/tcp-recipes.md, each against the real server, as far as that is installed. ROLLCALL_HEAVY_SERVERS=1 tries
 * PostgreSQL and MariaDB too, which are installed nowhere for tests alone.
 */

type Recipe = { readonly name: string; readonly tcp: Asked };

const recipes: readonly Recipe[] = blocksOf('yaml')
  .filter(({ page }) => page === 'docs/tcp-recipes.md')
  .flatMap(({ text }) => {
    const read = readYaml(text);
    return 'value' in read ? (read.value as { checks: Recipe[] }).checks : [];
  });

/** The recipe by its name, at this port. */
function ask(name: string, port: number, more: Asked = {}) {
  const recipe = recipes.find((one) => one.name === name);
  if (recipe === undefined) throw new Error(`docs/tcp-recipes.md has no ${name}`);
  return talk({ ...recipe.tcp, host: '127.0.0.1', port, ...more });
}

/** What each says where it is not well; those that have no such word are asked of a server of something else. */
const UNWELL: Readonly<Record<string, RegExp>> = {
  redis: /^answer: "-NOAUTH Authentication required\.␍␊" came within 500ms, wanted "\+PONG␍␊"/,
  'redis-master': /^answer: "-WRONGPASS invalid username-password pair or user is disabled\.␍␊" came/,
  memcached: /^timeout: no answer within 500ms \(exchange 1 of 2: what matches "\^VERSION \\d"\); nothing came$/,
  mqtt: /^reset: connection closed by HOST \(exchange 1 of 2: .*\); " \\x02\\x00\\x05" came$/,
  ssh: /^reset: connection (?:closed|reset) by HOST .*(?:nothing|"Exceeded MaxStartups␍␊") came$/,
  ldap: /^answer: "0.*anonymous bind disallowed" came within 500ms/,
  'postgres-accepts': /^reset: .*pg_hba\.conf rejects connection for host/,
};

for (const [name, server] of Object.entries(SERVERS)) {
  const isThere = isInstalled(server);
  it.skipIf(!isThere)(`${name}: ${server.program} is OK`, async () => {
    vi.stubEnv('REDIS_PASSWORD', 'opensesame');
    expect(outcomeOf(await ask(name, await started(server)))).toBe('OK');
  });

  const unwell = UNWELL[name];
  it.skipIf(!isThere || unwell === undefined)(`${name}: ${server.program} that is not well is NG`, async () => {
    vi.stubEnv('REDIS_PASSWORD', 'opensesame');
    expect(outcomeOf(await ask(name, await started(server, true), { timeout: '500ms' }))).toMatch(unwell ?? /./);
  });
}

function mailServer(options: SMTPServerOptions): Promise<number> {
  const certificates = { cert: tlsFixture('good'), key: tlsFixture('server-key') };
  const server = new SMTPServer({ ...certificates, authOptional: true, ...options });
  server.on('error', () => undefined);
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return new Promise((resolve) => {
    const { server: net } = server;
    server.listen(0, '127.0.0.1', () => resolve((net.address() as { port: number }).port));
  });
}

it('smtp and smtp-starttls: a mail server is OK, and NG where it sends people away or offers no login', async () => {
  const tls = { ca: tlsFixture('root'), serverName: 'localhost' };
  const busy: SMTPServerOptions = {
    onConnect: (_session, done) => done(Object.assign(new Error('no room'), { responseCode: 421 })),
  };
  expect(outcomeOf(await ask('smtp', await mailServer({})))).toBe('OK');
  expect(outcomeOf(await ask('smtp-starttls', await mailServer({}), { tls }))).toBe('OK');
  expect(outcomeOf(await ask('smtp', await mailServer(busy)))).toMatch(/^reset: .*; "421 no room␍␊" came$/);
  expect(
    outcomeOf(await ask('smtp-starttls', await mailServer({ disabledCommands: ['AUTH'] }), { tls, timeout: '500ms' })),
  ).toMatch(/^answer: "250-.* came within 500ms, wanted what matches "\(\?m\)\^250\[ -\]AUTH "/);
});

it.each(recipes.map(({ name }) => name))('%s: a server of something else is NG', async (name) => {
  vi.stubEnv('REDIS_PASSWORD', 'opensesame');
  const port = await answering((_, socket) => {
    socket.end('ERROR what?\r\n');
    return null;
  }, 'HELLO\r\n');
  const { reason } = await ask(name, port, { timeout: '500ms' });
  expect(reason?.code).toMatch(/^(?:answer|reset|tls|protocol)$/);
});
