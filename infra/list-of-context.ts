import { readFileSync } from 'node:fs';
import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { formatFault } from '#checks-file/fault-text.ts';
import { readEnvFile } from '#checks-file/reader/env-file.ts';
import { readChecksFiles } from '#checks-file/reader/read-files.ts';
import type { Given } from '#checks-file/sources/given.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { nearest } from '#core/text/nearest.ts';

/** The list that the context of a synthesis names, as `rollcall run` would read it. */
type LoadedList = { readonly list: CheckList; readonly warnings: readonly string[] };

/** The list, or null when every fault of it has been told. Context: `checks`, `environment`, `var`, `varFile`. */
export async function loadList(scope: Construct): Promise<LoadedList | null> {
  const context = (key: string): string | undefined => scope.node.tryGetContext(key);
  const slips = slipsIn(Object.keys(scope.node.getAllContext()));
  process.stderr.write(slips.map((slip) => `${slip}\n`).join(''));
  if (slips.length > 0) return null;
  const paths = listIn(context('checks') ?? 'checks.yaml');
  const read = await attempt(() => readChecksFiles(paths, givenBy(context)));
  if (read === null) return null;
  const { list, faults, warnings } = read;
  process.stderr.write(faults.map((fault) => `${formatFault('', fault)}\n`).join(''));
  if (list === null) return null;
  return { list, warnings: (await warnings(new Date(), false)).map((warning) => formatFault('', warning)) };
}

/** What the app reads of its context, here and in app.ts. */
const KEYS = ['checks', 'environment', 'var', 'varFile', 'env', 'recipeFunctionName', 'allowLoopback'];
/** Those of the CDK and its feature flags have other characters in them. */
const PLAIN = /^[\w-]+$/;

/** Keys that the app would ignore without a word, and that were meant for it. */
function slipsIn(keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    if (KEYS.includes(key) || !PLAIN.test(key)) return [];
    const meant = nearest(key.replace(/[-_]/g, ''), KEYS);
    return meant === null ? [] : [`-c ${key} is nothing that Rollcall reads; did you mean ${meant}?`];
  });
}

/** Says at synth what `rollcall validate` warns of, but for what is out of reach, which each stack knows better. */
export function warnOfFiles(scope: Construct, warnings: readonly string[]): void {
  warnings.forEach((warning, index) => {
    Annotations.of(scope).addWarningV2(`rollcall:checks-file:${index}`, warning);
  });
}

async function attempt<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`cannot read the checks file: ${reason}; write one, or name another with -c checks=FILE\n`);
    return null;
  }
}

const listIn = (text: string): string[] => text.split(',').map((one) => one.trim());

function givenBy(context: (key: string) => string | undefined): Given {
  const vars = listIn(context('var') ?? '').filter((one) => one !== '');
  const wrong = vars.find((one) => !/^[^=]+=/.test(one));
  if (wrong !== undefined) throw new Error(`-c var=${wrong} is no NAME=VALUE`);
  const varFile = context('varFile');
  return {
    environment: context('environment'),
    vars: new Map(vars.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)])),
    ...(varFile !== undefined && { varFile: valuesIn(varFile) }),
  };
}

function valuesIn(file: string): ReadonlyMap<string, string> {
  const { values, faults } = readEnvFile(readFileSync(file, 'utf8'), file);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return values;
}
