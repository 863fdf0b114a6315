import * as z from 'zod';
import { entrySchema } from '../entry/entries.ts';
import type { Section } from './section.ts';

const WRITE_CHECKS = 'write a list of checks';

/** `checks`: what to watch. Its entries are read one by one, so that each is held against its own kind only. */
export const checksSection = {
  key: 'checks',
  schema: () =>
    z.array(entrySchema(), { error: WRITE_CHECKS }).min(1, { error: WRITE_CHECKS }).describe('What to watch.'),
  outer: () => z.array(z.unknown(), { error: WRITE_CHECKS }).min(1, { error: WRITE_CHECKS }),
  rules: (_, __, { entries }) => entries.faults.map(({ path: [, ...path], ...fault }) => ({ ...fault, path })),
  resolve: (_, { entries }) => ({ checks: entries.checks }),
} as const satisfies Section;
