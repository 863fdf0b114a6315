import { awsObstacles } from '#core/address/aws-obstacles.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { formatPath, type PathFault } from '#core/settings/fault.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { settingsOf } from '#kinds/settings.ts';
import { opened } from './curl/carried-values.ts';
import type { Fault } from './fault-text.ts';
import { placed } from './place-faults.ts';
import { type SoundRead, sourced } from './read-text.ts';
import { receiverSecrets } from './receiver-secrets.ts';

const ADVICE = 'write ${env:NAME}, ${ssm:/path} or ${secret:name#key} in its place';
/** All that a receiver can refer to. */
const RECEIVER_ADVICE = 'write ${env:NAME} in its place';

/**
 * What is no fault of a list, but should be otherwise: credentials that stand in it as they are, windows that are over,
 * variables and defaults that nothing has a use for, and with `reach` targets that are out of reach on AWS.
 */
export function warningsOf(read: SoundRead, now: Date, reach = true): readonly Fault[] {
  const own = [
    ...credentials(read),
    ...ofReceivers(read.list),
    ...windowsOver(read.list, now),
    ...(reach ? outOfReach(read) : []),
  ];
  return eachOnce(placed([...read.warnings, ...own.flatMap((fault) => sourced(fault, read.assembled))]));
}

/** Each row of a check has what its entry has, and a place is reported once. */
function eachOnce(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

function windowsOver({ maintenance = [] }: CheckList, now: Date): readonly PathFault[] {
  return maintenance.flatMap((window, index) => {
    if (!('to' in window) || Date.parse(window.to) > now.getTime()) return [];
    return [{ path: ['maintenance', index, 'to'], message: `was over at ${window.to}; take the window out` }];
  });
}

function ofReceivers(list: CheckList): readonly PathFault[] {
  return receiverSecrets(list).map(({ path, place }) => ({
    path,
    message: `holds a literal credential (${place}); ${RECEIVER_ADVICE}`,
  }));
}

function outOfReach(read: SoundRead): readonly PathFault[] {
  const { checks, guard = [], deploy } = read.list;
  const written = entriesOf(read);
  const allowLoopback = deploy?.allowLoopback === true;
  return [...checks, ...guard].flatMap((check) => {
    const obstacles = awsObstacles(settingsOf(check.kind).destinations?.(check.target) ?? [], { allowLoopback });
    if (obstacles.length === 0) return [];
    const [entry, path] = written(check.name);
    return obstacles.map(({ setting, message }) => {
      return { path: [...path, ...stepsTo([check.kind, ...setting], entry)], message };
    });
  });
}

/** Where an entry says a setting, or the nearest map around it; what a request says may stand in a command. */
function stepsTo([step, ...deeper]: Path, within: unknown): Path {
  if (step === undefined || typeof within !== 'object' || within === null) return [];
  if (Object.hasOwn(within, step))
    return [step, ...stepsTo(deeper, (within as Record<string | number, unknown>)[step])];
  const command = ['curl', 'curl_cmd'].find((key) => Object.hasOwn(within, key));
  return command === undefined ? [] : [command];
}

function credentials(read: SoundRead): readonly PathFault[] {
  const { list, assembled } = read;
  const written = entriesOf(read);
  const found = [...list.checks, ...(list.guard ?? [])].flatMap((check) =>
    (settingsOf(check.kind).secretsIn?.(check.target) ?? []).map((literal) => ({ name: check.name, ...literal })),
  );
  const told = new Set<string>();
  return found.flatMap(({ name, place, secret }): PathFault[] => {
    const path = pathOf(written(name), assembled.content?.['defaults'], secret);
    const message = `holds a literal credential (${place}); ${ADVICE}`;
    const key = `${formatPath(path)} ${message}`;
    if (told.has(key)) return [];
    told.add(key);
    return [{ path, message }];
  });
}

/** Where the text of a check's secret stands: in its entry, or in what all checks share. */
function pathOf([entry, path]: Entry, defaults: unknown, secret: string): Path {
  return pathWith(entry, secret, path) ?? pathWith(defaults, secret, ['defaults']) ?? path;
}

type Entry = readonly [written: unknown, path: Path];

/** The entry that a check was made of, by the check's name: some are written without one. */
function entriesOf({ list, assembled: { content } }: SoundRead): (name: string) => Entry {
  const sections = ['checks', 'guard'] as const;
  const found = sections.flatMap((section) => {
    const written = content?.[section];
    const entries = (Array.isArray(written) ? written : []).map((entry: unknown, at): Entry => [entry, [section, at]]);
    const enabled = entries.filter(([entry]) => !isMap(entry) || entry['enabled'] !== false);
    return (list[section] ?? []).flatMap(({ name }, at) =>
      enabled[at] === undefined ? [] : [[name, enabled[at]] as const],
    );
  });
  const byName = new Map(found);
  return (name) => byName.get(name) ?? [undefined, ['checks']];
}

function pathWith(value: unknown, secret: string, path: Path): Path | null {
  if (typeof value !== 'object' || value === null) return opened(String(value)).includes(secret) ? path : null;
  const steps: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [step, inner] of steps) {
    const found = pathWith(inner, secret, [...path, step]);
    if (found !== null) return found;
  }
  return null;
}
