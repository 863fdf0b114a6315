import { awsObstacle } from '#core/address/aws-obstacles.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { formatPath } from '#core/settings/fault.ts';
import { isMap, type Path } from '#core/text/json-values.ts';
import { settingsOf } from '#kinds/settings.ts';
import type { Fault } from './fault-text.ts';
import { receiverSecrets } from './receiver-secrets.ts';
import { positionsIn } from './text/positions.ts';
import { readYaml } from './text/yaml.ts';

const ADVICE = 'write ${env:NAME}, ${ssm:/path} or ${secret:name#key} in its place';
/** All that a receiver can refer to. */
const RECEIVER_ADVICE = 'write ${env:NAME} in its place';

/**
 * What is no fault of a checks.yaml, but should be otherwise: credentials that stand in it as they are, windows that are
 * over, targets that are out of reach on AWS. `list` is what parseChecks made of the text.
 */
export function warningsOf(text: string, list: CheckList, now: Date): readonly Fault[] {
  return [
    ...credentials(text, list),
    ...ofReceivers(text, list),
    ...windowsOver(text, list, now),
    ...outOfReach(text, list),
  ].toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function windowsOver(text: string, { maintenance = [] }: CheckList, now: Date): readonly Fault[] {
  const over = maintenance.flatMap((window, index) =>
    'to' in window && Date.parse(window.to) <= now.getTime() ? [{ index, to: window.to }] : [],
  );
  if (over.length === 0) return [];
  const positions = positionsIn(text);
  return over.map(({ index, to }) => {
    const path = ['maintenance', index, 'to'];
    return {
      ...positions.of(path, 'value'),
      path: formatPath(path),
      message: `was over at ${to}; take the window out`,
    };
  });
}

function ofReceivers(text: string, list: CheckList): readonly Fault[] {
  const found = receiverSecrets(list);
  if (found.length === 0) return [];
  const positions = positionsIn(text);
  return found.map(({ path, place }) => {
    const message = `holds a literal credential (${place}); ${RECEIVER_ADVICE}`;
    return { ...positions.of(path, 'value'), path: formatPath(path), message };
  });
}

function outOfReach(text: string, { checks, guard = [], deploy }: CheckList): readonly Fault[] {
  const found = [...checks, ...guard].flatMap((check) => {
    const obstacle = awsObstacle(check, { allowLoopback: deploy?.allowLoopback === true });
    return obstacle === null ? [] : [{ check, ...obstacle }];
  });
  const read = found.length === 0 ? null : readYaml(text);
  if (read === null || !('value' in read) || !isMap(read.value)) return [];
  const content = read.value;
  const positions = positionsIn(text);
  return found.map(({ check, setting, message }) => {
    const [entry, path] = entryOf(content, check.name);
    const at = [...path, ...(isMap(entry) ? stepsTo(setting, check.kind, entry) : [])];
    return { ...positions.of(at, 'value'), path: formatPath(at), message };
  });
}

/** Where an entry says a setting of its target: under its kind, or within a command. */
function stepsTo(setting: string, kind: string, entry: Record<string, unknown>): Path {
  const own = entry[kind];
  if (isMap(own)) return setting in own ? [kind, setting] : [kind];
  const command = ['curl', 'curl_cmd'].find((key) => key in entry);
  return command === undefined ? [] : [command];
}

function credentials(text: string, list: CheckList): readonly Fault[] {
  const found = [...list.checks, ...(list.guard ?? [])].flatMap((check) =>
    (settingsOf(check.kind).secretsIn?.(check.target) ?? []).map((literal) => ({ name: check.name, ...literal })),
  );
  const read = found.length === 0 ? null : readYaml(text);
  if (read === null || !('value' in read) || !isMap(read.value)) return [];
  const content = read.value;
  const positions = positionsIn(text);
  const told = new Set<string>();
  return found.flatMap(({ name, place, secret }): Fault[] => {
    const path = pathOf(content, name, secret);
    const message = `holds a literal credential (${place}); ${ADVICE}`;
    const key = `${formatPath(path)} ${message}`;
    if (told.has(key)) return [];
    told.add(key);
    return [{ ...positions.of(path, 'value'), path: formatPath(path), message }];
  });
}

/** Where the text of a check's secret stands: in its entry, or in what all checks share. */
function pathOf(content: Record<string, unknown>, name: string, secret: string): Path {
  const [entry, path] = entryOf(content, name);
  return pathWith(entry, secret, path) ?? pathWith(content['defaults'], secret, ['defaults']) ?? path;
}

function entryOf(content: Record<string, unknown>, name: string): readonly [entry: unknown, path: Path] {
  for (const section of ['checks', 'guard']) {
    const entries: readonly unknown[] = Array.isArray(content[section]) ? content[section] : [];
    const index = entries.findIndex((entry) => isMap(entry) && entry['name'] === name);
    if (index >= 0) return [entries[index], [section, index]];
  }
  return [undefined, ['checks', 0]];
}

function pathWith(value: unknown, secret: string, path: Path): Path | null {
  if (typeof value !== 'object' || value === null) return String(value).includes(secret) ? path : null;
  const steps: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [step, inner] of steps) {
    const found = pathWith(inner, secret, [...path, step]);
    if (found !== null) return found;
  }
  return null;
}
