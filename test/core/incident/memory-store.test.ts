import { describe, it } from 'vitest';
import { STORE_CONTRACT } from '../../contract/incident-store.ts';
import { memoryStore } from './memory-store.ts';

describe('the store that tests use', () => {
  it.each(STORE_CONTRACT)('$fact', ({ prove }) => prove(memoryStore(), 'check'));
});
