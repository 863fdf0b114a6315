import { styleText } from 'node:util';
import type { Io, Out } from '../io.ts';

/** What a stream can show. `columns` is null where nothing has to fit: a pipe or a file gets every character. */
export type Terminal = { readonly columns: number | null; readonly color: boolean; readonly unicode: boolean };

type Style = Parameters<typeof styleText>[0];

const NARROWEST = 20;

export function terminalOf(out: Out, env: Io['env']): Terminal {
  const isTerminal = out.isTTY === true;
  return {
    columns: isTerminal && out.columns !== undefined && out.columns > 0 ? Math.max(out.columns, NARROWEST) : null,
    color: wantsColor(isTerminal, env),
    unicode: isUtf8(env),
  };
}

/** Somebody looks, and nothing reads: neither a pipe nor what takes no cursor movements. */
export function isWatched({ stdout, stderr, env }: Pick<Io, 'stdout' | 'stderr' | 'env'>): boolean {
  return stdout.isTTY === true && stderr.isTTY === true && env['TERM'] !== 'dumb';
}

/** As Node decides for its own output: FORCE_COLOR, then NO_COLOR, then whether somebody is looking. */
function wantsColor(isTerminal: boolean, env: Io['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return isTerminal && env['TERM'] !== 'dumb';
}

/** The first of the three that is set decides, as in setlocale(3). Windows Terminal sets none and shows everything. */
function isUtf8(env: Io['env']): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale) || env['WT_SESSION'] !== undefined;
}

export function paint(terminal: Terminal, style: Style, text: string): string {
  return terminal.color ? styleText(style, text, { validateStream: false }) : text;
}

/** How wide text is in columns of a terminal, its characters as people see them, and its lines in so many columns. */
export type Measures = {
  readonly width: (text: string) => number;
  readonly characters: (text: string) => Iterable<string>;
  readonly wrap: (text: string, room: number) => string;
};

/** What a stream can show, and how text is measured for it. */
export type Measured = Terminal & Measures;
