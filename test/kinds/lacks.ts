import { existsSync, readFileSync } from 'node:fs';
import { folderOf, stateOf } from '#core/check/kind-names.ts';
import { explanationOf } from '#kinds/explanations.ts';
import { offencesOf } from '#kinds/offences.ts';
import { probeOf } from '#kinds/probes.ts';
import { settingsOf } from '#kinds/settings.ts';

/** The registries, with what asks each for a kind's line. */
const REGISTRIES = [settingsOf, probeOf, offencesOf, explanationOf] as const;

const ROOT = new URL('../../', import.meta.url);

/** What a kind of check needs beside its lines in the registries, with why: `file` as it is in the tree. */
const FILES: readonly (readonly [file: (kind: string) => string, why: string])[] = [
  [(kind) => `kinds/${kind}/settings.ts`, 'how people write it'],
  [(kind) => `kinds/${kind}/probe.ts`, 'how it asks and judges'],
  [(kind) => `kinds/${kind}/offences.ts`, 'what prove breaks'],
  [(kind) => `kinds/${kind}/explain.ts`, 'what run --verbose says of an answer'],
  [(kind) => `kinds/${kind}/example.yaml`, 'its settings as people write them'],
  [(kind) => `kinds/${kind}/README.md`, 'its page of the reference'],
  [(kind) => `functions/${folderOf(kind)}/handler.ts`, 'its Lambda function'],
  [(kind) => `test/kinds/${kind}/target.ts`, 'a real server for its tests'],
];

/** What must name it in other files, with how that comes there. */
const NAMED: readonly (readonly [file: string, text: (kind: string) => string, how: string])[] = [
  ['statemachines/health-check.asl.json', (kind) => `"\${${stateOf(kind)}Arn}"`, 'run `npm run generate`'],
  ['checks.schema.json', (kind) => `"${kind}": {`, 'run `npm run generate`'],
  ['docs/reference/checks-file.md', (kind) => `](../../kinds/${kind}/README.md)`, 'link its page from the reference'],
];

/** Everything that a kind lacks, a line each; empty when it is whole. */
export async function lacksOf(kind: string): Promise<readonly string[]> {
  const missing = FILES.filter(([file]) => !existsSync(new URL(file(kind), ROOT)));
  const unnamed = NAMED.filter(([file, text]) => !readFileSync(new URL(file, ROOT), 'utf8').includes(text(kind)));
  const unregistered = await Promise.all(REGISTRIES.map((registry) => whyNot(() => registry(kind))));
  return [
    ...unregistered.flat(),
    ...missing.map(([file, why]) => `${kind} has no ${file(kind)}: ${why}`),
    ...unnamed.map(([file, text, how]) => `${kind} is not in ${file} as ${text(kind)}: ${how}`),
  ];
}

async function whyNot(look: () => unknown): Promise<readonly string[]> {
  try {
    await look();
    return [];
  } catch (error) {
    return [String((error as Error).message)];
  }
}
