import type { KindSettings } from '../kind.ts';
import type { HttpCheck } from './check.ts';
import { requestDestinations } from './destinations.ts';
import { literalSecrets } from './secrets.ts';
import { givesWay } from './settings/defaults.ts';
import { type AuthoredHttp, httpSchema, resolveHttp } from './settings/entry.ts';
import { httpRules } from './settings/rules.ts';

/** How a check of kind http is written. */
export const httpSettings: KindSettings<AuthoredHttp, HttpCheck> = {
  schema: () => httpSchema,
  rules: httpRules,
  resolve: resolveHttp,
  givesWay,
  secretsIn: literalSecrets,
  usesRole: ({ auth }) => auth?.scheme === 'sigv4' && auth.keys === undefined,
  destinations: (target) => requestDestinations(target),
};
