/**
 * A process that writes to the store in argv[2] until it is killed, or argv[3] times. Each time one save adds 1 to the
 * streak of 40 checks and one verdict each to the history; once that is committed it prints how often it has. With
 * `die` in argv[4] it then kills itself amid one more save.
 */
import { argv, kill, pid, stdout } from 'node:process';
import type { CheckState } from '#core/incident/state.ts';
import { openSqliteStore } from '#local/store/sqlite-store.ts';
import { verdictOf } from '../../core/incident/answers.ts';

const [, , file = '', times = 'Infinity', end = ''] = argv;
const names = Array.from({ length: 40 }, (_, at) => `check-${at}`);
const store = await openSqliteStore(file, { now: Date.now, retentionMs: 86_400_000, settleMs: 0 });

for (let written = 0; written < Number(times) || end === 'die'; ) {
  const run = { id: `${pid}-${written}`, startedAt: new Date().toISOString() };
  const states = await store.load(names);
  const changes = names.map((name) => {
    const before = states.get(name);
    return { name, before: before?.lastRun ?? null, after: worse(name, before, run) };
  });
  if (written === Number(times)) changes.splice(20, 0, deadly('deadly', run));
  const { conflicts } = await store.save(changes);
  if (conflicts.length === names.length) continue;
  if (conflicts.length > 0) throw new Error(`${conflicts.length} of one transaction's changes were refused`);
  await store.remember(
    run,
    names.map((name) => verdictOf('N', name)),
  );
  written += 1;
  stdout.write(`${written}\n`);
}
store.close();

function worse(name: string, before: CheckState | undefined, lastRun: CheckState['lastRun']): CheckState {
  const reason = { code: 'status', message: 'status 503, wanted 200' } as const;
  const streak = (before?.target?.streak ?? 0) + 1;
  const target = { since: lastRun.startedAt, streak, calm: 0, openedAt: null, toldAt: null, reason };
  return { name, target, fault: null, lastRun, told: [] };
}

/** What cannot be written without the end of the process. */
function deadly(name: string, run: CheckState['lastRun']) {
  return { name, before: null, after: { ...worse(name, undefined, run), toJSON: () => kill(pid, 'SIGKILL') } };
}
