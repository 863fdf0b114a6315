/**
 * Plays a seeded week of outages, flaps, late and repeated runs, maintenance, a monitor offline and an absence of the
 * store on the incident model and the SQLite store, with a clock of its own, and prints what was reported beside what each NG run would have sent.
 *
 *   npm run simulate -- [--days N] [--checks N] [--seed N]
 *
 * Exit code 1 when anything is missing, told twice, or told of nothing in the script.
 */
import { parseArgs } from 'node:util';
import { table } from './print.ts';
import { simulate } from './week/simulate.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '7' },
    checks: { type: 'string', default: '200' },
    seed: { type: 'string', default: '20261123' },
  },
});
const began = performance.now();
const week = await simulate({ days: Number(values.days), checks: Number(values.checks), seed: Number(values.seed) });
const { script, runs, mishaps, account, heard } = week;
const { undeduplicated, messages, every } = heard;
const alerts = heard.transitions.length;
const unsure = heard.transitions.filter(({ type }) => type === 'undeduplicated').length;
const count = (value: number) => value.toLocaleString('en-US');

process.stdout.write(`${count(script.checks)} checks, a run a minute for ${values.days} days, seed ${script.seed}: ${count(runs)} runs of a shard,
${count(mishaps.late)} late by 1 to 3 minutes, ${count(mishaps.twice)} schedules delivered twice, ${count(mishaps.lost)} answers lost and asked for again,
store out of reach for ${script.storeAway.to - script.storeAway.from} minutes

`);
process.stdout.write(
  table(
    ['in the script', 'times', 'incidents', 'opened', 'recovered', 'missing', 'twice'],
    account.lines.map((line) =>
      [line.kind, line.scripted, line.incidents, line.opened, line.recovered, line.missing, line.twice].map(String),
    ),
  ),
);
process.stdout.write(`told of nothing in the script: ${account.unscripted.length}\n\n`);
process.stdout.write(
  table(
    ['what is sent', 'notify: transitions', 'without memory, store away', 'notify: every (the recipe)'],
    [
      ['alerts, one a check', alerts - unsure, unsure, every.alerts],
      ['messages, one a run', messages - undeduplicated, undeduplicated, every.messages],
    ].map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell))),
  ),
);
process.stdout.write(`\n${((performance.now() - began) / 1000).toFixed(1)} s\n`);
const faults = account.lines.reduce((sum, { missing, twice }) => sum + missing + twice, account.unscripted.length);
process.exitCode = faults === 0 ? 0 : 1;
