import { onLambda } from '#core/address/address-policy.ts';
import { ENV } from '#core/contract.ts';
import { type CheckerEffects, SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';

/** A checker's surroundings on Lambda. AWS_LAMBDA_RUNTIME_API is Lambda's own: host and port of what feeds the function. */
export const LAMBDA_EFFECTS: CheckerEffects = {
  ...SYSTEM_EFFECTS,
  isAlone: true,
  // The store of Lambda's image is nobody's choice, and Node's own is the newer one.
  trustsMachine: false,
  addresses: onLambda({
    allowLoopback: process.env[ENV.allowLoopback] === 'true',
    runtimeApi: process.env['AWS_LAMBDA_RUNTIME_API'] ?? '',
  }),
};
