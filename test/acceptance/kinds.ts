import { KIND_NAMES } from '#kinds/settings.ts';
import type { KindTarget } from '../kinds/target.ts';
import { endAll } from '../kinds/when-over.ts';
import { memoryOf } from './embedded.ts';
import { report } from './heartbeats.ts';
import { sameAsEmbedded } from './inputs.ts';
import { type Lane, listOf } from './lane.ts';
import { expectThat } from './report.ts';

/** A check of every kind that is OK and one that is NG: from its own function in its own state, as in the embedded run. */
export async function everyKind(lane: Lane): Promise<void> {
  const { TMPDIR } = process.env;
  // What the deployed functions keep for a day is none of the embedded run's.
  process.env['TMPDIR'] = lane.folder;
  try {
    const targets = await Promise.all(KIND_NAMES.map(targetOf));
    const entries = targets.flatMap(({ kind, ok, ng }) => [
      { ...ok, name: `${kind}-ok`, rechecks: 0, notify: 'every' },
      { ...ng, name: `${kind}-ng`, rechecks: 0, notify: 'every' },
    ]);
    const list = await listOf(JSON.stringify({ checks: entries }));
    const deployment = await lane.deploy(JSON.stringify({ checks: entries }));
    for (const { kind, reports } of targets) {
      if (reports === undefined) continue;
      for (const end of ['ok', 'ng'] as const) await report(deployment, `${kind}-${end}`, reports[end]);
    }
    const stores = Object.assign({}, ...targets.map(({ store = {} }) => store));
    await sameAsEmbedded(deployment, list, {}, memoryOf(list), stores);
    const { output } = await deployment.execute({});
    expectThat(
      'a check of every kind is OK, and NG, as it should be',
      JSON.parse(output ?? '{}').results?.map(({ name, outcome }: Ended) => [name, outcome]),
      entries.map(({ name }) => [name, name.endsWith('-ok') ? 'OK' : 'NG']),
    );
  } finally {
    await endAll();
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}

type Ended = { readonly name: string; readonly outcome: string };

async function targetOf(kind: string): Promise<KindTarget & { readonly kind: string }> {
  const { startTarget } = await import(`../kinds/${kind}/target.ts`);
  return { kind, ...(await startTarget()) };
}
