import type { CheckList } from '#core/check/check-list.ts';
import type { AuthoredFile } from './file.ts';
import { parseChecks } from './parse.ts';

/** Makes a list that was written in TypeScript, by the rules of checks.yaml. Throws an Error that tells every fault. */
export function checkList(authored: AuthoredFile): CheckList {
  const { list, faults } = parseChecks(JSON.stringify(authored));
  if (list !== null) return list;
  throw new Error(faults.map(({ path, message }) => `${path} ${message}`).join('\n'));
}
