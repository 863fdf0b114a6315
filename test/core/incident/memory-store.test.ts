import { describe, it } from 'vitest';
import { STORE_CONTRACT } from '../../contract/incident-store.ts';
import { LISTED } from './answers.ts';
import { memoryStore } from './memory-store.ts';

describe('the store that tests use', () => {
  it.each(STORE_CONTRACT)('$fact', ({ prove }) => {
    const store = memoryStore(LISTED);
    return prove(store, 'check', async (name) => {
      store.refused.add(name);
      return async () => store.refused.clear();
    });
  });
});
