import { quoted } from '#core/text/shown.ts';
import type { AuthoredExpect } from '../imported-check.ts';

/** What a test script asks for in simple statements, and the lines that say more than a check can. */
export type Expectations = { readonly expect: AuthoredExpect; readonly unread: readonly string[] };

const STRING = String.raw`(?:"([^"\\]*)"|'([^'\\]*)')`;
const CODE = String.raw`pm\.response\.(?:code|to\.have\.property\(['"]code['"]\))`;

type Rule = { readonly pattern: RegExp; readonly expect: (groups: readonly string[]) => AuthoredExpect };

const RULES: readonly Rule[] = [
  {
    pattern: /^pm\.response\.to\.have\.status\((\d{3})\)$/,
    expect: ([status]) => ({ status: Number(status) }),
  },
  { pattern: /^pm\.response\.to\.be\.(?:ok|success)$/, expect: () => ({ status: '2xx' }) },
  {
    pattern: new RegExp(String.raw`^pm\.expect\(${CODE}\)\.to\.(?:be\.)?(?:equals?|eql?)\((\d{3})\)$`),
    expect: ([status]) => ({ status: Number(status) }),
  },
  {
    pattern: new RegExp(String.raw`^pm\.expect\(${CODE}\)\.to\.be\.oneOf\(\[([\d,\s]+)\]\)$`),
    expect: ([list = '']) => ({ status: list.split(',').map(Number) }),
  },
  {
    pattern: /^tests\[[^\]]*\]\s*=\s*responseCode\.code\s*===?\s*(\d{3})$/,
    expect: ([status]) => ({ status: Number(status) }),
  },
  {
    pattern: /^pm\.expect\(pm\.response\.responseTime\)\.to\.be\.(?:below|lessThan|lt)\((\d+)\)$/,
    expect: ([ms]) => ({ latency: `${ms}ms` }),
  },
  {
    pattern: new RegExp(String.raw`^pm\.expect\(pm\.response\.text\(\)\)\.to\.(?:include|contain)\(${STRING}\)$`),
    expect: ([double, single]) => ({ keyword: double ?? single ?? '' }),
  },
  {
    pattern: new RegExp(String.raw`^pm\.response\.to\.have\.header\(${STRING},\s*${STRING}\)$`),
    expect: ([name1, name2, value1, value2]) => ({
      header: { [(name1 ?? name2 ?? '').toLowerCase()]: value1 ?? value2 ?? '' },
    }),
  },
];

/** What only frames the statements within. */
const FRAME =
  /^(?:pm\.test\(\s*(?:"[^"]*"|'[^']*'|`[^`]*`)\s*,\s*(?:async\s*)?(?:function\s*\w*\s*\(\s*\)|\(\s*\)\s*=>)\s*\{?|\}\s*\)?)\s*;?\s*/;
/** A statement below one of these does not hold always, so nothing of the script can be taken by itself. */
const CONDITIONAL = /\b(?:if|else|for|while|switch|try|return)\b|\?[^.]|=>\s*\{?\s*pm\.sendRequest/;

/** Reads a test script line by line. A setting that is said twice is read once; the second stays unread. */
export function expectationsOf(script: string): Expectations {
  const lines = script
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\/\/.*|\s\/\/.*$/, '').trim())
    .filter((line) => line !== '');
  if (lines.some((line) => CONDITIONAL.test(line.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""')))) {
    return { expect: {}, unread: [`a test script with conditions: ${quoted(lines.join(' '))}`] };
  }
  let expect: AuthoredExpect = {};
  const unread: string[] = [];
  for (const line of lines) {
    const statement = bare(line);
    if (statement === '') continue;
    const found = expected(statement);
    const isNew = found !== null && Object.keys(found).every((key) => !Object.hasOwn(expect, key));
    if (isNew) expect = { ...expect, ...found };
    else unread.push(`a test that no setting stands for: ${quoted(line)}`);
  }
  return { expect, unread };
}

function bare(line: string): string {
  let statement = line;
  for (let match = FRAME.exec(statement); match !== null; match = FRAME.exec(statement)) {
    statement = statement.slice(match[0].length);
  }
  // What closes the frame on the same line: `pm.test("…", () => pm.response.to.be.ok);`
  return balanced(
    statement
      .replace(/[;\s]+$/, '')
      .replace(/\}\s*\)?$/, '')
      .replace(/[;\s]+$/, ''),
  );
}

function balanced(statement: string): string {
  const opened = statement.split('(').length;
  const closed = statement.split(')').length;
  return closed > opened && statement.endsWith(')') ? balanced(statement.slice(0, -1).trimEnd()) : statement;
}

function expected(statement: string): AuthoredExpect | null {
  for (const { pattern, expect } of RULES) {
    const match = pattern.exec(statement);
    if (match !== null) return expect(match.slice(1));
  }
  return null;
}
