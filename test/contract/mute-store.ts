import assert from 'node:assert/strict';
import type { MuteStore } from '#core/incident/mute.ts';
import { START } from '../core/incident/answers.ts';

const at = (minute: number) => new Date(START + minute * 60_000).toISOString();

/** What every store of mutes must do, with an empty one whose clock stands at START. */
export const MUTE_CONTRACT: readonly { readonly fact: string; readonly prove: (store: MuteStore) => Promise<void> }[] =
  [
    {
      fact: 'keeps one mute a check, the latest, until it is ended',
      prove: async (store) => {
        assert.deepEqual(await store.mutes(), []);
        await store.mute({ check: 'a', from: at(0), until: at(60) });
        await store.mute({ check: 'b', from: at(0), until: at(60) });
        await store.mute({ check: 'a', from: at(1), until: at(120) });
        const sorted = (await store.mutes()).toSorted((one, other) => one.check.localeCompare(other.check));
        assert.deepEqual(sorted, [
          { check: 'a', from: at(1), until: at(120) },
          { check: 'b', from: at(0), until: at(60) },
        ]);
        await store.unmute('a');
        await store.unmute('nobody');
        assert.deepEqual(await store.mutes(), [{ check: 'b', from: at(0), until: at(60) }]);
        await store.unmute('b');
      },
    },
  ];
