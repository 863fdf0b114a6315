import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Reads what `node --cpu-prof` wrote: where the time of a run went, by function and by whose code it is. */

type CallFrame = { readonly functionName: string; readonly url: string; readonly lineNumber: number };
type CpuProfile = {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  /** Microseconds between a sample and the one before it. */
  readonly timeDeltas: readonly number[];
};

export type HotSpot = { readonly name: string; readonly selfMs: number };
export type Profile = {
  readonly totalMs: number;
  readonly byOwner: readonly HotSpot[];
  readonly hottest: readonly HotSpot[];
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HOTTEST = 30;
const OWNERS = 20;
/** Waiting, not work. */
const IDLE = '(idle)';

/** Our top folder, `npm: package`, `node: module` or V8's own `(garbage collector)`, `(program)`. */
function ownerOf({ url, functionName }: CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  const path = pathOf(url);
  const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (dependency !== undefined) return `npm: ${dependency}`;
  return path.split('/').slice(0, 2).join('/');
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)) : url;
}

function nameOf(frame: CallFrame): string {
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
  return frame.url === '' ? name : `${name} ${pathOf(frame.url)}:${frame.lineNumber + 1}`;
}

/** Self time of each frame, summed by what `name` calls it, most first. */
function sumBy({ nodes, samples, timeDeltas }: CpuProfile, name: (frame: CallFrame) => string): HotSpot[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sums = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === IDLE) continue;
    const key = name(frame);
    sums.set(key, (sums.get(key) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return [...sums].map(([key, selfMs]) => ({ name: key, selfMs })).toSorted((a, b) => b.selfMs - a.selfMs);
}

/** The profile in `directory`, which must hold one. */
export function readProfile(directory: string): Profile {
  const file = readdirSync(directory).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error(`no .cpuprofile in ${directory}: node --cpu-prof wrote none`);
  const profile = JSON.parse(readFileSync(join(directory, file), 'utf8')) as CpuProfile;
  const owners = sumBy(profile, ownerOf);
  return {
    totalMs: owners.reduce((sum, { selfMs }) => sum + selfMs, 0),
    byOwner: owners.slice(0, OWNERS),
    hottest: sumBy(profile, nameOf).slice(0, HOTTEST),
  };
}
