import { dirname, resolve } from 'node:path';
import { formatFault } from '#checks-file/fault-text.ts';
import { appended, namesIn } from '#checks-file/import/append.ts';
import type { Format } from '#checks-file/import/detect.ts';
import { type Imported, importChecks } from '#checks-file/import/import-checks.ts';
import { counted, UnreadableInput } from '#checks-file/import/imported-check.ts';
import { fileOf } from '#checks-file/import/to-yaml.ts';
import { filesIn } from '#checks-file/reader/named-files.ts';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { plainFileError } from '#local/files.ts';
import { EXIT } from '../exit-codes.ts';
import { type ChecksFile, readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { schemaAddress } from '../schema-address.ts';
import { UsageError } from '../usage-error.ts';
import { writeNew, writeOver } from '../write-whole.ts';

export type ImportOptions = {
  readonly from?: Format;
  readonly out?: string;
  readonly append?: string;
  readonly unsafe?: boolean;
  readonly baseUrl?: string;
  readonly var?: ReadonlyMap<string, string>;
  readonly keepSecrets?: boolean;
  readonly flow?: boolean;
  readonly host?: readonly string[];
  readonly targets?: string;
  readonly json?: boolean;
};

/** Turns what other tools keep into entries of a checks file, and lists what it could not carry over. */
export async function importFile(path: string | undefined, options: ImportOptions, io: Io): Promise<number> {
  if (options.out !== undefined && options.append !== undefined) {
    throw new UsageError('--out and --append are both given; write a new file, or add to one that is there');
  }
  if (path === undefined && io.stdin.isTTY === true) {
    throw new UsageError('import wants something to read; name a file, or pipe it in');
  }
  const input = await readChecksFile(path ?? '-', io, '');
  const kept = options.append === undefined ? null : await soundFile(options.append, io);
  if (kept === 'faulty') return EXIT.usage;
  const targets = options.targets === undefined ? null : (await readChecksFile(options.targets, io, '')).text;
  const imported = read(input, kept, { files: filesIn(input.folder) }, targets, options);
  await write(imported, { input, kept }, options, io);
  if (imported.entries.length > 0) return EXIT.ok;
  throw new UsageError(`${input.name} holds nothing that could be carried over`);
}

/** Puts the entries where they are to go, and says what was not carried over. */
async function write(
  imported: Imported,
  { input, kept }: { readonly input: ChecksFile; readonly kept: ChecksFile | null },
  options: ImportOptions,
  io: Io,
): Promise<void> {
  if (options.json) {
    const yaml = imported.entries.length === 0 ? null : await put(imported, kept, options, io);
    printJson(documentOf(imported, yaml, options), io.stdout);
  } else {
    for (const { where, what } of imported.leftovers) await say(`${input.name}: ${where}: ${what}`, io.stderr);
    if (imported.entries.length > 0) io.stdout.write((await put(imported, kept, options, io)) ?? '');
    await summarize(imported, options, io);
  }
}

function read(
  input: ChecksFile,
  kept: ChecksFile | null,
  outside: Surroundings,
  targets: string | null,
  options: ImportOptions,
): Imported {
  try {
    return importChecks(input.text, {
      from: options.from ?? null,
      outside,
      unsafe: options.unsafe === true,
      baseUrl: options.baseUrl ?? null,
      variables: options.var ?? new Map(),
      keepSecrets: options.keepSecrets === true,
      flow: options.flow === true,
      hosts: options.host ?? [],
      targets,
      taken: kept === null ? [] : namesIn(kept.text),
    });
  } catch (error) {
    if (error instanceof UnreadableInput) throw new UsageError(`${input.name} ${error.message}`, { cause: error });
    throw error;
  }
}

/** The file to add to; a file with faults is reported and left alone. */
async function soundFile(path: string, io: Io): Promise<ChecksFile | 'faulty'> {
  const file = await readChecksFile(path, io, 'write a new file with --out FILE');
  const { faults } = await readChecks(file.text, file.folder);
  for (const fault of faults) await say(formatFault(file.name, fault), io.stderr);
  if (faults.length === 0) return file;
  await say(`nothing was added to ${path}: it has ${counted(faults.length, 'fault')}`, io.stderr);
  return 'faulty';
}

/** Writes the entries where that was asked for; else answers the whole file that they would be. */
async function put(
  { entries }: Imported,
  kept: ChecksFile | null,
  { out, append }: ImportOptions,
  io: Io,
): Promise<string | null> {
  const target = append ?? out;
  if (target === undefined) return fileOf(entries, await schemaAddress(resolve(io.cwd, 'checks.yaml')));
  const file = resolve(io.cwd, target);
  const text = kept === null ? fileOf(entries, await schemaAddress(file)) : appended(kept.text, entries);
  // The file's own defaults may not suit the new entries.
  const { faults } = await readChecks(text, dirname(file));
  if (faults.length > 0) {
    for (const fault of faults) await say(formatFault(target, fault), io.stderr);
    throw new UsageError(
      `${target} was not written: with the new checks it would have ${counted(faults.length, 'fault')}`,
    );
  }
  try {
    // A file that is there is added to where that was asked for, and never written over.
    await (kept === null ? writeNew(file, text) : writeOver(file, text));
    return null;
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const advice = isThere ? `add to it with --append ${target}` : 'name a file in a folder of yours';
    throw new UsageError(`${target} was not written: ${plainFileError(cause)}; ${advice}`, { cause });
  }
}

/** What `--json` prints. */
function documentOf(
  { format, entries, leftovers, notes, wanted }: Imported,
  yaml: string | null,
  { out, append }: ImportOptions,
) {
  const checks = entries.map(({ name }) => name);
  const file = append ?? out ?? null;
  return { format, checks, file, ...(yaml !== null && { yaml }), leftovers, notes, wanted };
}

const KIND = {
  curl: 'curl commands',
  har: 'HAR',
  openapi: 'OpenAPI',
  postman: 'Postman',
  gatus: 'Gatus',
  blackbox: 'blackbox_exporter',
  kuma: 'Uptime Kuma',
  compose: 'compose',
  hurl: 'Hurl',
  urls: 'URLs',
} as const satisfies Record<Format, string>;

async function summarize(
  { format, entries, leftovers, notes, wanted }: Imported,
  options: ImportOptions,
  io: Io,
): Promise<void> {
  for (const note of notes) await say(note, io.stderr);
  if (wanted.length > 0) {
    await say('set these environment variables, or write ${ssm:/path} or ${secret:name} in their places:', io.stderr);
    for (const { name, place } of wanted) await say(`  ${name}  ${place}`, io.stderr);
  }
  const target = options.append ?? options.out;
  const left = leftovers.length === 0 ? '' : `, ${leftovers.length} not carried over`;
  await say(
    `${KIND[format]}: ${counted(entries.length, 'check')}${target === undefined ? '' : ` in ${target}`}${left}`,
    io.stderr,
  );
}
