import { PatternFault } from '../matching/pattern-fault.ts';
import { isMap, type Path, valueAt } from '../text/json-values.ts';
import { quoted } from '../text/shown.ts';
import { formatPath, type PathFault } from './fault.ts';
import type { NamedFiles } from './named-files.ts';
import { schemaOf } from './schema-file.ts';
import type { Patterns, Surroundings } from './surroundings.ts';

/** Regexes, JSONPaths, XPaths and JSON Schemas of expectations: each is compiled here as the checker will compile it. */

type Language = 'regex' | 'searched regex' | 'path' | 'xpath' | 'schema';
type Pattern = { readonly language: Language; readonly path: Path; readonly source: unknown };

/** Whether reading the text may take them. A key hidden in escapes is reported as one that cannot be read. */
export function mentionsPatterns(text: string): boolean {
  return /\b(?:matches|path|schema|capture)["']?\s*:/.test(text);
}

/**
 * What is wrong with the patterns among a list of entries, paths from the section that they are in. Entries may be anything; of patterns
 * only those of the right sort, and with no fault among `known`, are read.
 */
export function patternFaults(
  entries: unknown,
  known: readonly PathFault[],
  { files, patterns }: Surroundings,
  section: 'checks' | 'guard' = 'checks',
  filesOf: (path: Path) => NamedFiles = () => files,
): readonly PathFault[] {
  if (!Array.isArray(entries)) return [];
  const told = new Set(known.map(({ path }) => formatPath(path)));
  return entries
    .flatMap((entry, index) =>
      patternsIn(valueAt(entry, ['expect']), [section, index, 'expect'], filesOf([section, index])),
    )
    .filter(({ path }) => !told.has(formatPath(path)))
    .flatMap((pattern) => faultOf(pattern, patterns ?? null) ?? []);
}

/** The same of one map of expectations that stands elsewhere in an entry. */
export function expectedPatternFaults(expected: unknown, at: Path, { files, patterns }: Surroundings): PathFault[] {
  return patternsIn(expected, at, files).flatMap((pattern) => faultOf(pattern, patterns ?? null) ?? []);
}

/** What is wrong with one regex or JSONPath that is no expectation. */
export function patternFault(
  source: string,
  language: 'regex' | 'path',
  path: Path,
  { patterns }: Surroundings,
): PathFault[] {
  return [faultOf({ source, language, path }, patterns ?? null) ?? []].flat();
}

function patternsIn(expected: unknown, at: Path, files: NamedFiles): Pattern[] {
  if (!isMap(expected)) return [];
  const { matches, json, xml, header } = expected;
  const written = expected['schema'];
  const schema = typeof written === 'string' ? schemaOf(written, files) : written;
  const texts = Array.isArray(matches)
    ? matches.map((source, index) => ({ source, path: [...at, 'matches', index] }))
    : [{ source: matches, path: [...at, 'matches'] }];
  return [
    ...texts.map((text) => ({ ...text, language: 'searched regex' as const })),
    ...(Array.isArray(json) ? json : []).flatMap((one: unknown, index): Pattern[] => [
      { language: 'path', path: [...at, 'json', index, 'path'], source: valueAt(one, ['path']) },
      { language: 'regex', path: [...at, 'json', index, 'matches'], source: valueAt(one, ['matches']) },
    ]),
    ...(Array.isArray(xml) ? xml : []).flatMap((one: unknown, index): Pattern[] => [
      { language: 'xpath', path: [...at, 'xml', index, 'path'], source: valueAt(one, ['path']) },
      { language: 'regex', path: [...at, 'xml', index, 'matches'], source: valueAt(one, ['matches']) },
    ]),
    ...(isMap(header) ? Object.entries(header) : []).map(([name, wanted]): Pattern => {
      return { language: 'regex', path: [...at, 'header', name, 'matches'], source: valueAt(wanted, ['matches']) };
    }),
    ...(isMap(schema) ? [{ language: 'schema' as const, path: [...at, 'schema'], source: schema }] : []),
  ].filter(({ language, source }) => language === 'schema' || (typeof source === 'string' && source !== ''));
}

function faultOf({ language, path, source }: Pattern, patterns: Patterns | null): PathFault | null {
  if (patterns === null) return { path, message: 'cannot be read here; write keyword or absent instead' };
  try {
    if (!isIdle(language, source, patterns)) return null;
    return { path, message: `is ${quoted(String(source))}, which matches any text; write what must be there` };
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    const wrong = language === 'schema' ? 'is no usable schema' : `is ${quoted(String(source))}`;
    return { path, message: `${wrong}: ${error.message}` };
  }
}

/** Whether the pattern can be left out as well. Throws PatternFault. */
function isIdle(language: Language, source: unknown, patterns: Patterns): boolean {
  if (language === 'schema') patterns.compileSchema(source);
  else if (language === 'path') patterns.compilePath(String(source));
  else if (language === 'xpath') patterns.compileXPath(String(source));
  else return patterns.matchesAnything(patterns.compileRegex(String(source))) && language === 'searched regex';
  return false;
}
