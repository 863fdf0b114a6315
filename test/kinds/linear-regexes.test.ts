import { globSync, readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import { expect, it } from 'vitest';
import { attacksOn, PUMPED_CHARACTERS, regexesIn } from './regex-attacks.ts';

/** All attacks on a linear one take a tenth of this; one attack on a quadratic one takes more. */
const MOST_MS = 4000;
const ROOT = new URL('../../', import.meta.url);

/** What sees a target's bytes. What reads settings and writes commands sees its user's. */
const FILES = globSync(
  ['kinds/**/*.ts', 'core/{matching,verdict,report}/**/*.ts', 'core/text/safe-text.ts', 'core/redact/redact*.ts'],
  {
    cwd: ROOT,
    exclude: [
      'kinds/*/settings/**',
      'kinds/*/settings.ts',
      'kinds/http/{secrets,to-curl}.ts',
      'core/redact/redact-text.ts',
    ],
  },
);

function slowAttack(regex: RegExp, mostMs = MOST_MS): string | null {
  let tried = '';
  const context = createContext({
    work() {
      for (tried of attacksOn(regex)) {
        regex.lastIndex = 0;
        if (regex.global) tried.replace(regex, '');
        else regex.test(tried);
      }
    },
  });
  try {
    new Script('work()').runInContext(context, { timeout: mostMs });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return `${JSON.stringify(tried.slice(0, 20))}, then ${PUMPED_CHARACTERS} of ${JSON.stringify(tried.slice(-3))}`;
  }
}

const found = FILES.toSorted().flatMap((file) => {
  return regexesIn(readFileSync(new URL(file, ROOT), 'utf8')).map((regex) => [file, String(regex), regex] as const);
});

it('finds the regexes of the files', () => {
  const texts = found.map(([, text]) => text);
  expect(texts).toContain(String.raw`/\s+/g`);
  expect(texts.some((text) => text.includes('charset'))).toBe(true);
  expect(texts.length).toBeGreaterThan(40);
});

it.each(found)('%s: %s takes time in proportion to the text', (_, __, regex) => {
  expect(slowAttack(regex)).toBeNull();
});

it.each([/a\s*b?\s*c/, /,.*x$/, /(?:<x)?[^>]*y/, /^(?:\d+,?)+$/])('says of %s that it does not', (regex) => {
  expect(slowAttack(regex, 1000)).not.toBeNull();
});
