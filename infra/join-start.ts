import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';

const ENTRY = 'index.mjs';

/** What a file takes from another by its statement `import{name as local}from"./chunk"`. */
type Import = { readonly from: string; readonly names: readonly Taken[] };
type Taken = { readonly name: string; readonly local: string };
/** `head` is what stands before the imports. */
type Split = { readonly head: string; readonly imports: readonly Import[]; readonly rest: string };

/**
 * esbuild cuts what an entry starts with into as many chunks as there are ways to share it with what is loaded later,
 * and each costs a cold start half a millisecond. This puts them into the entry, from which the later files then take
 * what they share. So no entry may wait at its top level (`await`) for an `import()` of such a file: that file would
 * wait for the entry.
 */
export function joinStart(outdir: string, { outputs }: Metafile): void {
  const chunks = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const start = startOf(chunks);
  const later = [...chunks.keys()].filter((name) => !start.has(name));
  const shared = new Map<string, string>();
  for (const name of later) {
    const path = join(outdir, name);
    writeFileSync(path, fromEntry(splitText(readFileSync(path, 'utf8'), name, chunks.get(name)), start, shared));
  }
  writeEntry(outdir, [...shared], later);
  for (const name of start) if (name !== ENTRY) rmSync(join(outdir, name));
}

type Output = Metafile['outputs'][string];

/** The files without which the entry does not start. */
function startOf(chunks: ReadonlyMap<string, Output>): ReadonlySet<string> {
  const start = new Set([ENTRY]);
  for (const name of start) for (const imported of importedBy(chunks.get(name))) start.add(imported);
  return start;
}

function importedBy(output: Output | undefined): string[] {
  return (output?.imports ?? [])
    .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
    .map(({ path }) => basename(path));
}

/** In the order in which esbuild writes: the banner, imports of chunks, the code. */
function splitText(text: string, name: string, output: Output | undefined): Split {
  const head = text.slice(0, text.indexOf('\n') + 1);
  const statement = /import(?:\{([^}]*)\}from)?"\.\/([^"]+)";/y;
  const imports: Import[] = [];
  let end = head.length;
  for (;;) {
    statement.lastIndex = end;
    const match = statement.exec(text);
    if (match === null) break;
    imports.push({ from: match[2] ?? '', names: takenIn(match[1]) });
    end = statement.lastIndex;
  }
  const found = new Set(imports.map(({ from }) => from));
  if (importedBy(output).some((imported) => !found.has(imported))) {
    throw new Error(`esbuild writes the imports of ${name} in another way than this version did`);
  }
  return { head, imports, rest: text.slice(end) };
}

function takenIn(list: string | undefined): Taken[] {
  if (list === undefined) return [];
  return list.split(',').map((part) => {
    const [name = '', local = name] = part.split(' as ');
    return { name, local };
  });
}

/** A later file's text, in which the entry stands for all of the start. `shared` gathers what it must export for that. */
function fromEntry({ head, imports, rest }: Split, start: ReadonlySet<string>, shared: Map<string, string>): string {
  const own = imports.filter(({ from }) => !start.has(from)).map((it) => statementOf(it.from, it.names));
  const taken = imports
    .filter(({ from }) => start.has(from))
    .flatMap(({ from, names }) => names.map(({ name, local }) => ({ name: exportedName(from, name, shared), local })));
  return head + (taken.length === 0 ? '' : statementOf(ENTRY, taken)) + own.join('') + rest;
}

function exportedName(chunk: string, name: string, shared: Map<string, string>): string {
  // Two chunks may have the same name for different things.
  const exported = `${name}$${chunk.replace(/^chunk-|\.mjs$/g, '')}`;
  shared.set(exported, `export{${name} as ${exported}}from"./${chunk}";`);
  return exported;
}

function statementOf(from: string, names: readonly Taken[]): string {
  const list = names.map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).join(',');
  return list === '' ? `import"./${from}";` : `import{${list}}from"./${from}";`;
}

function writeEntry(outdir: string, shared: readonly (readonly [string, string])[], later: readonly string[]): void {
  buildSync({
    absWorkingDir: outdir,
    stdin: {
      contents: [`export*from"./${ENTRY}";`, ...shared.map(([, statement]) => statement).sort()].join(''),
      resolveDir: outdir,
    },
    outfile: join(outdir, ENTRY),
    allowOverwrite: true,
    bundle: true,
    external: later.map((name) => `./${name}`),
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error', // warnings have been told by the first pass, which knows what is a dependency's
  });
}
