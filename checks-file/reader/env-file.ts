import { parseEnv } from 'node:util';

/** The values of a file such as `.env`, by name, or what is wrong with it: a sentence a line, without what it holds. */
export type EnvFile = { readonly values: ReadonlyMap<string, string>; readonly faults: readonly string[] };

/** Nothing, or a comment. */
const IDLE = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
/** A value in quotes may have several lines. */
const ASSIGNMENT = /[^\S\n]*(?:export[^\S\n]+)?[^\s=#'"`]+[^\S\n]*=[^\S\n]*(?:"[^"]*"|'[^']*'|`[^`]*`)?[^\n]*(?:\n|$)/y;
const LINE = /[^\n]*(?:\n|$)/y;

/** Reads it as Node does, which would put a line that is no NAME=VALUE into the name of the next. `name`: of the file. */
export function readEnvFile(text: string, name: string): EnvFile {
  const faults: string[] = [];
  for (let [at, line] = [0, 1]; at < text.length; ) {
    const sound = matched(IDLE, text, at) ?? matched(ASSIGNMENT, text, at);
    if (sound === null) faults.push(`${name}:${line} is no NAME=VALUE; write one, or # before a comment`);
    const read = sound ?? matched(LINE, text, at) ?? '';
    at += read.length;
    line += read.split('\n').length - 1;
  }
  if (faults.length > 0) return { values: new Map(), faults };
  return { values: new Map(Object.entries(parseEnv(text)).map(([key, value]) => [key, value ?? ''])), faults };
}

function matched(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
