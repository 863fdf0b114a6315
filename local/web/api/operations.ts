import type { Shared } from '../shared.ts';
import { checkOperations } from './checks.ts';
import { muteOperations } from './mutes.ts';
import type { Operation } from './operation.ts';
import { targetOperations } from './targets.ts';

/** All that the API does, in the order in which its description has them. */
export function operationsOf(shared: Shared): readonly Operation[] {
  return [...checkOperations(shared), ...muteOperations(shared), ...targetOperations(shared)];
}
