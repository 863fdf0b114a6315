import { spawnSync } from 'node:child_process';

export type Series = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(
  `^(${NAME})(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*",?)+)\\})? (\\S+)$`,
);
const PAIR = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/gy;
const META = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);

/**
 * Reads the text format as node_exporter wants it, and throws at whatever is wrong: HELP and TYPE once and in front of their
 * samples, samples of a metric in one piece, no series twice, no timestamps, every line ended.
 */
export function parseExposition(text: string): Series[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line does not end');
  if (!text.isWellFormed()) throw new Error('not UTF-8');
  const told: string[] = [];
  const series = text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const [, what, metric] = META.exec(line) ?? [];
      if (what === undefined) return [seriesIn(line, told.slice(-2))];
      if (told.includes(`${what} ${metric}`)) throw new Error(`twice: ${line}`);
      if (what === 'TYPE' && !line.endsWith(' gauge')) throw new Error(`no gauge: ${line}`);
      told.push(`${what} ${metric}`);
      return [];
    });
  const keys = series.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).toSorted()]));
  if (new Set(keys).size !== keys.length) throw new Error('a series is there twice');
  return series;
}

/** `above`: what HELP and TYPE said last. */
function seriesIn(line: string, above: readonly string[]): Series {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (above.join() !== `HELP ${name},TYPE ${name}`) throw new Error(`out of place: ${line}`);
  if (!Number.isFinite(Number(value))) throw new Error(`no number: ${line}`);
  return { name, labels: labelsOf(labels), value: Number(value) };
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(PAIR)];
  if (pairs.map(([all]) => all).join('') !== text) throw new Error(`labels: ${text}`);
  const names = pairs.map(([, name]) => name);
  if (new Set(names).size !== names.length) throw new Error(`a label twice: ${text}`);
  return Object.fromEntries(
    pairs.map(([, name = '', value = '']) => [
      name,
      value.replace(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character)),
    ]),
  );
}

/** Whether Prometheus's own tool is here (Debian: prometheus). */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool) process.stderr.write('SKIPPED: no promtool here, so no text is read by Prometheus itself\n');

/** What Prometheus's own reader and linter say of a text; '' when it is well. */
export function promtool(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return status === 0 ? '' : `${status}: ${stdout}${stderr}`;
}
