import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { DomainCheck } from '#kinds/domain/check.ts';
import { domainProbe } from '#kinds/domain/probe.ts';
import { checker } from '#kinds/probing/checker.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { BASE } from '../checks.ts';
import { tcpServer } from '../servers.ts';
import { rdapOf, rdapServer, whoisServer } from './servers.ts';

const check = checker(domainProbe);
const NOW = new Date('2026-11-26T12:00:00Z');

type Settings = {
  readonly name?: string;
  readonly expect?: Partial<DomainCheck['expect']>;
  readonly timeoutMs?: number;
  readonly effects?: Partial<CheckerEffects>;
};

function run(
  server: string,
  { name = 'example.com', expect: wanted, timeoutMs = 5_000, effects }: Settings = {},
): Promise<Verdict> {
  const made: DomainCheck = {
    ...BASE,
    name: 'reg',
    kind: 'domain',
    timeoutMs,
    target: { name, server },
    expect: { warnDays: 30, failDays: 14, nameservers: null, registrar: null, latencyMs: null, ...wanted },
  };
  const surroundings = {
    ...SYSTEM_EFFECTS,
    date: () => NOW,
    recall: async () => null,
    keep: async () => undefined,
    ...effects,
  };
  return check({ check: made, previous: { attempts: 0 } }, surroundings);
}

const until = (...dates: string[]) => ({
  events: dates.map((eventDate) => ({ eventAction: 'expiration', eventDate })),
});

describe('a registry of RDAP', () => {
  it.each<[string, object, Partial<DomainCheck['expect']>, string | null]>([
    ['is OK where the registration lasts', {}, {}, null],
    [
      'is NG where it ends soon',
      until('2026-12-01T00:00:00Z'),
      {},
      'registration expires on 2026-12-01, in 4 days, wanted 14 days or more',
    ],
    [
      'is NG where it has ended',
      until('2026-11-01T00:00:00Z'),
      {},
      'registration expired on 2026-11-01, wanted 14 days or more',
    ],
    [
      'takes what ends first, of the registrar or the registry',
      {
        events: [
          ...until('2027-12-01T00:00:00Z').events,
          { eventAction: 'registrar expiration', eventDate: '2026-12-01T00:00:00Z' },
        ],
      },
      {},
      'registration expires on 2026-12-01, in 4 days, wanted 14 days or more',
    ],
    ['is NG on hold, however long', { status: ['active', 'client hold'] }, {}, 'the registry says "client hold"'],
    [
      'is NG on its way out',
      { status: ['redemption period', 'pending delete'] },
      {},
      'the registry says "redemption period", "pending delete"',
    ],
    [
      'is OK with the nameservers that are wanted, in any case and order',
      {},
      { nameservers: ['a.iana-servers.net', 'b.iana-servers.net'] },
      null,
    ],
    [
      'is NG with others',
      {},
      { nameservers: ['ns1.example.net'] },
      'nameservers are a.iana-servers.net, b.iana-servers.net, wanted ns1.example.net',
    ],
    ['is OK with the registrar that is wanted', {}, { registrar: 'internet assigned' }, null],
    [
      'is NG with another',
      {},
      { registrar: 'Gandi' },
      'registrar is "RESERVED-Internet Assigned Numbers Authority", wanted "Gandi"',
    ],
    ['is NG without one', { entities: [] }, { registrar: 'Gandi' }, 'registrar is not said, wanted "Gandi"'],
    ['is NG about another name', { ldhName: 'evil.example' }, {}, 'the answer is about "evil.example"'],
    ['is NG without a date', { events: [] }, {}, 'the answer has no expiration date'],
    ['is NG with a date that is none', until('soon'), {}, 'the answer has no expiration date'],
    [
      'is NG with events that are none',
      { events: 'x', entities: 7, nameservers: {}, status: null },
      {},
      'the answer has no expiration date',
    ],
    ['is NG with something else', { objectClassName: 'entity' }, {}, 'the answer is no RDAP of a domain'],
  ])('%s', async (_, changes, wanted, message) => {
    const verdict = await run(await rdapServer({ body: rdapOf(changes) }), { expect: wanted });

    expect(verdict.reason?.message ?? null).toBe(message);
  });

  it.each([
    [404, 'answer', 'example.com is not registered, says the registry; write the domain that is registered'],
    [429, 'status', 'the registry asks us to wait (status 429)'],
    [503, 'status', 'status 503 from the registry, wanted 200'],
  ])('is NG with status %d', async (status, code, message) => {
    const verdict = await run(await rdapServer({ status, body: '{}' }));
    expect(verdict.reason).toEqual({ code, message });
  });

  it.each([
    ['a page', '<h1>hello</h1>', 'the answer is no RDAP of a domain'],
    ['an answer of 300 kB', rdapOf({ remarks: 'x'.repeat(300_000) }), 'the answer is longer than any registry sends'],
    ['deep nesting', '['.repeat(100_000), 'the answer is no RDAP of a domain'],
    ['a prototype', '{"__proto__": {"objectClassName": "domain"}}', 'the answer is no RDAP of a domain'],
  ])('is NG with %s', async (_, body, message) => {
    const verdict = await run(await rdapServer({ body }));

    expect(verdict.reason?.message).toBe(message);
    expect(verdict.curl).toMatch(
      /^curl -sSL -H 'Accept: application\/rdap\+json' http:\/\/127\.0\.0\.1:\d+\/domain\/example\.com$/,
    );
  });

  it('is degraded where it ends not so soon', async () => {
    const verdict = await run(await rdapServer({ body: rdapOf(until('2026-12-20T00:00:00Z')) }));
    expect(verdict).toMatchObject({
      outcome: 'OK',
      degraded: true,
      warning: 'expires in 23 days, wanted 30 or more',
      seen: { expires: '2026-12-20' },
    });
  });
});

describe('a registry of WHOIS', () => {
  it.each<[string, string, string, string | null]>([
    [
      'reads what most write',
      'example.io',
      'Domain Name: EXAMPLE.IO\r\nRegistry Expiry Date: 2027-03-16T23:59:59Z\r\nDomain Status: ok https://icann.org/epp#ok\r\n',
      null,
    ],
    [
      'reads a date alone, good for all of its day',
      'example.it',
      'Domain:             example.it\nExpire Date:        2026-12-10\n',
      null,
    ],
    [
      'reads JPRS',
      'example.jp',
      '[Domain Name]                   EXAMPLE.JP\n[Expires on]                    2026/12/05\n[Status]                        Active\n',
      'registration expires on 2026-12-05, in 9 days, wanted 14 days or more',
    ],
    [
      'reads JPRS of co.jp, in English',
      'example.co.jp',
      'a. [Domain Name]                EXAMPLE.CO.JP\n[State]                         Connected (2027/09/30)\n',
      null,
    ],
    [
      'reads JPRS in Japanese',
      'example.jp',
      '[ドメイン名]                    EXAMPLE.JP\n[有効期限]                      2026/12/05\n',
      'registration expires on 2026-12-05, in 9 days, wanted 14 days or more',
    ],
    [
      "reads CNNIC, on Beijing's clock",
      'example.cn',
      'Domain Name: example.cn\nExpiration Time: 2027-03-17 12:48:36\n',
      null,
    ],
    ['reads paid-till and named months', 'example.us', 'paid-till: 2027-05-01\nExpiration Date: 13-Dec-2026\n', null],
    [
      'is NG on hold',
      'example.io',
      'Registry Expiry Date: 2027-03-16T23:59:59Z\nDomain Status: clientHold https://icann.org/epp#clientHold\n',
      'the registry says "clientHold"',
    ],
    [
      'is NG about another name',
      'example.io',
      'Domain Name: evil.io\nRegistry Expiry Date: 2027-03-16T23:59:59Z\n',
      'the answer is about "evil.io"',
    ],
    [
      'is NG about a name that would move the cursor, made safe to print',
      'example.io',
      'Domain Name: e\u001b[31m\u202evil.io\nRegistry Expiry Date: 2027-03-16T23:59:59Z\n',
      'the answer is about "e␛[31m�vil.io"',
    ],
    [
      'is NG where nothing is registered',
      'example.io',
      'No match for "EXAMPLE.IO".\n',
      'example.io is not registered, says the registry',
    ],
    [
      'is NG with anything else',
      'example.io',
      'SSH-2.0-OpenSSH_9.2\n',
      'the answer has no expiration date that is known',
    ],
    ['is NG with nothing', 'example.io', '', 'the answer has no expiration date that is known'],
  ])('%s', async (_, name, text, message) => {
    const verdict = await run(await whoisServer(text), { name });
    expect(verdict.reason?.message ?? null).toBe(message);
  });

  it('asks JPRS for English', async () => {
    const asked: string[] = [];
    await run(await whoisServer('[Expires on] 2027/12/05', asked), { name: 'example.jp' });
    await run(await whoisServer('Expiry Date: 2027-12-05', asked), { name: 'example.io' });

    expect(asked).toEqual(['example.jp/e\r\n', 'example.io\r\n']);
  });

  it('is NG where it does not end', async () => {
    const port = await tcpServer((socket) => {
      const more = (): void =>
        void (socket.destroyed || socket.write('Expiry Date: 2027-01-01\n'.repeat(500), () => setImmediate(more)));
      more();
    });
    const verdict = await run(`whois://127.0.0.1:${port}`);

    expect(verdict.reason).toEqual({ code: 'answer', message: 'the answer is longer than any registry sends' });
  });

  it('is NG where it says nothing in time', async () => {
    const port = await tcpServer(() => undefined);
    const verdict = await run(`whois://127.0.0.1:${port}`, { timeoutMs: 300 });

    expect(verdict.reason?.code).toBe('timeout');
  });
});

describe('what was answered before', () => {
  /** Keeps answers as the file cache does, in memory. */
  function kept(
    entries: Record<string, string> = {},
  ): Pick<CheckerEffects, 'recall' | 'keep'> & { entries: Record<string, string> } {
    return {
      entries,
      recall: async (key) => entries[key] ?? null,
      keep: async (key, text) => {
        entries[key] = text;
      },
    };
  }
  const hoursAgo = (hours: number) => () => new Date(NOW.getTime() + hours * 3_600_000);

  it('is taken for 20 hours, and the registry is asked then', async () => {
    const asked: string[] = [];
    const server = await rdapServer({ body: rdapOf() }, asked);
    const memory = kept();
    for (const hours of [0, 1, 19, 21, 22]) await run(server, { effects: { ...memory, date: hoursAgo(hours) } });

    expect(asked).toHaveLength(2);
  });

  it('does while the registry is away, and says how old it is', async () => {
    const memory = kept();
    let status = 200;
    const server = await rdapServer(() => ({ status, body: rdapOf() }));
    await run(server, { effects: memory });
    status = 429;
    const late = await run(server, { effects: { ...memory, date: hoursAgo(50) } });
    const tooLate = await run(server, { effects: { ...memory, date: hoursAgo(8 * 24) } });

    expect(late).toMatchObject({
      outcome: 'OK',
      degraded: true,
      warning: 'the registry asks us to wait (status 429); what is known is of 2 days ago',
    });
    expect(tooLate.reason?.message).toBe('the registry asks us to wait (status 429)');
  });

  it('does not where the registry says that it is over', async () => {
    const memory = kept();
    let status = 200;
    const server = await rdapServer(() => ({ status, body: rdapOf() }));
    await run(server, { effects: memory });
    status = 404;

    expect((await run(server, { effects: { ...memory, date: hoursAgo(30) } })).outcome).toBe('NG');
  });

  it('is not trusted when it is of the future, or no answer', async () => {
    const asked: string[] = [];
    const server = await rdapServer({ body: rdapOf() }, asked);
    const key = `domain example.com ${server}`;
    await run(server, { effects: kept({ [key]: '{"expires": "2099-01-01", "at": "2030-01-01T00:00:00Z"}' }) });
    await run(server, { effects: kept({ [key]: 'null' }) });
    await run(server, { effects: kept({ [key]: 'x' }) });

    expect(asked).toHaveLength(3);
  });
});
