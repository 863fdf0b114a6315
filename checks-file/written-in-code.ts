import type * as z from 'zod';
import type { CheckList } from '#core/check/check-list.ts';
import type { fileSchema } from './file.ts';
import { parseChecks } from './parse.ts';

/** A checks.yaml as a value. */
export type AuthoredList = z.input<typeof fileSchema>;

/** Makes a list that was written in TypeScript, by the rules of checks.yaml. Throws an Error that tells every fault. */
export function checkList(authored: AuthoredList): CheckList {
  const { list, faults } = parseChecks(JSON.stringify(authored));
  if (list !== null) return list;
  throw new Error(faults.map(({ path, message }) => `${path} ${message}`).join('\n'));
}
