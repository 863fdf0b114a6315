import type { Io } from '../io.ts';
import { errorText } from '../output/failure.ts';
import { say } from '../output/say.ts';
import { rememberedBy } from './remembered.ts';
import type { Workflow } from './workflow.ts';

/** What is deployed, as far as people name it: checks and guards, shards, and the zone of times. */
export type Known = {
  readonly names: readonly string[];
  readonly shards: readonly string[];
  readonly timezone: string | null;
};

/** What the deployed workflow knows; null where it may not be asked, which is said: `otherwise` and why. */
export async function knownBy(workflow: Workflow, otherwise: string, io: Io): Promise<Known | null> {
  try {
    const { shards, guards, timezone } = await rememberedBy(workflow);
    return {
      names: [...shards.flatMap(({ checks }) => checks), ...guards],
      shards: shards.map(({ id }) => id),
      timezone,
    };
  } catch (error) {
    await say(`${otherwise}: ${errorText(error)}`, io.stderr);
    return null;
  }
}
