import type { DeploySettings } from './deploy-settings.ts';

/** What a list's stack is called, in each of its Regions. */
export function stackNameOf({ name, namePrefix = '' }: Pick<DeploySettings, 'name' | 'namePrefix'> = {}): string {
  return `${namePrefix}Rollcall${name === undefined ? '' : `-${name}`}`;
}
