import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore, type SqliteStore } from '#local/store/sqlite-store.ts';
import { STORE_CONTRACT } from '../../contract/incident-store.ts';
import { MUTE_CONTRACT } from '../../contract/mute-store.ts';
import { LISTED, runAt, SETTLE_MS, START, verdictOf } from '../../core/incident/answers.ts';

const DAY_MS = 86_400_000;
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-store-'));
  file = join(folder, '.rollcall', 'rollcall.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (now = START) =>
  openSqliteStore(file, { now: () => now, retentionMs: 7 * DAY_MS, settleMs: SETTLE_MS, listed: LISTED });

async function withStore<T>(work: (store: SqliteStore) => Promise<T>, now = START): Promise<T> {
  const store = await open(now);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

type Writer = ChildProcessByStdio<null, Readable, Readable>;

function startWriter(...args: readonly string[]): Writer {
  return spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finished(writer: Writer): Promise<{ code: number | null; errors: string; written: number }> {
  let errors = '';
  writer.stderr.on('data', (text) => {
    errors += text;
  });
  let written = 0;
  createInterface({ input: writer.stdout }).on('line', (line) => {
    written = Number(line);
  });
  const [code] = await once(writer, 'close');
  return { code, errors, written };
}

const names = Array.from({ length: 40 }, (_, at) => `check-${at}`);

/** The streak that all 40 checks have; more than one number when a save was half done. */
async function streaks(): Promise<number[]> {
  const states = await withStore((store) => store.load(names));
  return [...new Set([...states.values()].map(({ target }) => target?.streak ?? 0))];
}

/** By a trigger, so that the file itself refuses: nothing of a save is written then. */
async function refuse(name: string): Promise<() => Promise<void>> {
  const database = new DatabaseSync(file);
  database.exec(
    `CREATE TRIGGER refuse BEFORE UPDATE ON states WHEN OLD.name = '${name}' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
  );
  return async () => {
    database.exec('DROP TRIGGER refuse');
    database.close();
  };
}

describe('incidents in a file', () => {
  it.each(STORE_CONTRACT)('$fact', ({ prove }) => withStore((store) => prove(store, 'check', refuse)));

  it.each(MUTE_CONTRACT)('mutes: $fact', ({ prove }) => withStore((store) => prove(store)));

  it('are still there for the next process', async () => {
    const prove = STORE_CONTRACT.find(({ fact }) => fact.startsWith('begins a state'))?.prove;
    await withStore(async (store) => prove?.(store, 'check', refuse));
    expect((await withStore((store) => store.load(['check']))).get('check')?.lastRun).toEqual(runAt(0));
  });

  it('go by themselves 90 days after their check was last run', async () => {
    const prove = STORE_CONTRACT.find(({ fact }) => fact.startsWith('begins a state'))?.prove;
    await withStore(async (store) => prove?.(store, 'check', refuse));
    const later = await withStore(
      async (store) => {
        await store.save([]);
        return store.load(['check']);
      },
      START + 91 * DAY_MS,
    );
    expect(later.size).toBe(0);
  });
});

describe('the history of verdicts', () => {
  it('keeps every verdict, newest first, flaky ones as such', async () => {
    await withStore(async (store) => {
      await store.remember(runAt(0), [verdictOf('N', 'a'), verdictOf('O', 'b')]);
      await store.remember(runAt(1), [verdictOf('f', 'a')]);
      expect(await store.history('a', 10)).toEqual([
        { run: runAt(1), verdict: verdictOf('f', 'a') },
        { run: runAt(0), verdict: verdictOf('N', 'a') },
      ]);
      expect(await store.history('a', 1)).toHaveLength(1);
    });
  });

  it('keeps a run once, however often it is remembered', async () => {
    await withStore(async (store) => {
      await store.remember(runAt(0), [verdictOf('N', 'a')]);
      await store.remember(runAt(0), [verdictOf('N', 'a')]);
      expect(await store.history('a', 10)).toHaveLength(1);
    });
  });

  it('drops what is older than the retention', async () => {
    await withStore((store) => store.remember(runAt(0), [verdictOf('N', 'a')]));
    await withStore((store) => store.remember(runAt(1), [verdictOf('N', 'a')]), START + 7 * DAY_MS + 1);
    const kept = await withStore((store) => store.history('a', 10));
    expect(kept.map(({ run }) => run.id)).toEqual([runAt(1).id]);
  });
});

describe('two processes on one file', () => {
  it('may make it at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      rmSync(dirname(file), { recursive: true, force: true });
      const writers = await Promise.all(Array.from({ length: 4 }, () => finished(startWriter('1'))));
      expect(writers.map(({ errors }) => errors)).toEqual(['', '', '', '']);
    }
  });

  it('lose nothing of one another, and print no warning', async () => {
    const writers = await Promise.all([startWriter('60'), startWriter('60')].map(finished));
    expect(writers).toEqual([
      { code: 0, errors: '', written: 60 },
      { code: 0, errors: '', written: 60 },
    ]);
    expect(await streaks()).toEqual([120]);
    expect(await withStore((store) => store.history('check-0', 1_000))).toHaveLength(120);
  });
});

describe('a process that is killed while it writes', () => {
  it('leaves a sound file with all that it had committed, time after time', async () => {
    let committed = 0;
    for (const lines of [1, 3, 7, 12, 20]) {
      const writer = startWriter();
      let written = 0;
      for await (const line of createInterface({ input: writer.stdout })) {
        written = Number(line);
        if (written === lines) writer.kill('SIGKILL');
      }
      const [streak = 0, ...others] = await streaks();
      expect(others, 'half a save').toEqual([]);
      expect(streak).toBeGreaterThanOrEqual(committed + written);
      committed = streak;
      expect(await withStore((store) => store.history('check-39', 1_000))).not.toHaveLength(0);
      const database = new DatabaseSync(file);
      expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
      database.close();
    }
  });
});

describe('a process that dies amid a save', () => {
  it('leaves nothing of it', async () => {
    const writer = startWriter('3', 'die');
    const { code, written } = await finished(writer);
    expect([code, writer.signalCode, written]).toEqual([null, 'SIGKILL', 3]);
    expect(await streaks()).toEqual([3]);
  });
});

describe('a file that cannot be used', () => {
  it('is named when it is no database, and left as it is', async () => {
    await withStore(async () => {});
    rmSync(`${file}-wal`, { force: true });
    writeFileSync(file, 'these are my notes, and no database at all');
    await expect(open()).rejects.toMatchObject({
      name: 'StoreFault',
      message: `${file}: file is not a database; move it away, and the next run starts a new one`,
    });
    expect(readFileSync(file, 'utf8')).toContain('these are my notes');
  });

  it('is named when it is damaged', async () => {
    await withStore(async (store) => {
      const verdicts = Array.from({ length: 200 }, (_, at) => verdictOf('N', `check-${at}`));
      await store.remember(runAt(0), verdicts);
    });
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 2);
    writeFileSync(file, bytes);
    const read = async () => withStore((store) => store.history('check-100', 10));
    await expect(read()).rejects.toThrow(`${file}: database disk image is malformed; move it away`);
  });

  it('is named when a newer Rollcall has written it', async () => {
    await withStore(async () => {});
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 8');
    database.close();
    await expect(open()).rejects.toThrow(`${file}: has schema 8, this Rollcall knows 7; update Rollcall`);
  });

  it.skipIf(process.getuid?.() === 0)('is named when its folder cannot be written to', async () => {
    chmodSync(folder, 0o500);
    await expect(open()).rejects.toThrow(`${file}: `);
    chmodSync(folder, 0o700);
  });
});
