import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckList } from '#core/check/check-list.ts';
import { shownConfiguration } from '#local/page/configuration.ts';
import { storePages } from '#local/page/store-pages.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { checksOf } from '../../checks-file/parsed.ts';
import { folderWith } from '../../cli/command.ts';
import { check, ngVerdict, okVerdict } from '../checks.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE_MS = 60_000;
const LITERALS = ['literal-pass-1', 'literal-key-2', 'literal-tail-3'];

const SECRETIVE = `
checks:
  - name: guarded
    http:
      url: "https://api.example.com/orders?api_key=${LITERALS[2]}"
      auth: { basic: { user: probe, password: ${LITERALS[0]} } }
      headers: { X-Api-Key: ${LITERALS[1]}, X-Other: "\${env:OTHER_KEY}" }
`;

describe('the configuration of a check', () => {
  it('has no literal credential in it, and references as they are written', () => {
    const [guarded] = checksOf(SECRETIVE);
    if (guarded === undefined) throw new Error('there is a check');
    const { configuration, command } = shownConfiguration(guarded, null);
    const all = `${configuration}\n${command}`;
    expect(LITERALS.filter((literal) => all.includes(literal))).toEqual([]);
    expect(all).toContain('${env:OTHER_KEY}');
    expect(command).toMatch(/^curl /);
  });

  it('has no credential that is a number', () => {
    const [pinned] = checksOf(
      'checks: [{name: a, http: {url: "https://a.example/", method: POST, json: {user: me, password: 12345678}}}]',
    );
    if (pinned === undefined) throw new Error('there is a check');
    const { configuration, command } = shownConfiguration(pinned, null);
    expect(`${configuration}${command}`).not.toContain('12345678');
    expect(configuration).toContain('rechecks: 1');
  });

  it('of another kind has the command of its last NG', () => {
    const [db] = checksOf('checks: [{name: db, tcp: {host: db.example.com, port: 5432}}]');
    if (db === undefined) throw new Error('there is a check');
    const run = { id: 'r', startedAt: new Date(NOW).toISOString() };
    expect(shownConfiguration(db, null).command).toBeNull();
    const latest = { run, verdict: ngVerdict('db', { curl: 'nc -vz db.example.com 5432' }) };
    expect(shownConfiguration(db, latest).command).toBe('nc -vz db.example.com 5432');
  });
});

describe('what pages show of this machine', () => {
  it('is what its store has of the list, and nothing of checks that are gone', async () => {
    const file = join(await folderWith(), 'rollcall.db');
    const store = await openSqliteStore(file, { now: () => NOW, retentionMs: 7 * 86_400_000, settleMs: 0 });
    onTestFinished(() => store.close());
    const list: CheckList = {
      checks: [check('shop')],
      maintenance: [{ name: 'deploy', checks: null, from: '2026-11-27T02:00:00Z', to: '2026-11-27T03:00:00Z' }],
    };
    for (const [ago, verdict] of [
      [15, okVerdict('shop')],
      [10, ngVerdict('shop')],
      [5, okVerdict('gone')],
    ] as const) {
      const at = new Date(NOW - ago * MINUTE_MS).toISOString();
      await store.remember({ id: `run-${ago}`, startedAt: at }, [{ ...verdict, at }]);
    }
    const latest = await store.latest(['shop']);
    const pages = storePages({
      store,
      list: () => ({ list, faults: ['checks.yaml:1:1 is wrong'] }),
      latest: (name) => latest.get(name) ?? null,
      now: () => NOW,
    });
    const data = await pages.data();
    expect(data.checks).toMatchObject([{ name: 'shop', latest: { verdict: { outcome: 'NG' } } }]);
    expect(data.checks[0]?.days).toHaveLength(90);
    expect(data.checks[0]?.days.at(-1)).toMatchObject({ date: '2026-11-26', ok: 1, ng: 1, uptime: 0.5 });
    expect(data.upcoming).toEqual([
      { name: 'deploy', checks: null, from: '2026-11-27T02:00:00.000Z', until: '2026-11-27T03:00:00.000Z' },
    ]);
    expect(data.faults).toEqual(['checks.yaml:1:1 is wrong']);
    const details = await pages.details('shop');
    expect(details?.results.map(({ verdict }) => verdict.outcome)).toEqual(['NG', 'OK']);
    expect(details?.recent.map(({ ok, ng }) => [ok, ng])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(await pages.details('gone')).toBeNull();
  });

  it('are verdicts by the page', async () => {
    const file = join(await folderWith(), 'rollcall.db');
    const store = await openSqliteStore(file, { now: () => NOW, retentionMs: 7 * 86_400_000, settleMs: 0 });
    onTestFinished(() => store.close());
    for (let i = 0; i < 5; i += 1) {
      await store.remember({ id: `run-${i}`, startedAt: new Date(NOW - i * MINUTE_MS).toISOString() }, [
        okVerdict('shop'),
      ]);
    }
    const pages = storePages({
      store,
      list: () => ({ list: { checks: [check('shop')] }, faults: [] }),
      latest: () => null,
      now: () => NOW,
    });
    const first = await pages.verdicts('shop', 2, null);
    const before = Date.parse(first.at(-1)?.run.startedAt ?? '');
    const rest = await pages.verdicts('shop', 10, before);
    expect([...first, ...rest].map(({ run }) => run.id)).toEqual(['run-0', 'run-1', 'run-2', 'run-3', 'run-4']);
  });
});
