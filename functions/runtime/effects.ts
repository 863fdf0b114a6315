import type { LookupFunction } from 'node:net';
import { type AddressPolicy, ON_THIS_MACHINE } from '#core/address/address-policy.ts';

/**
 * What a checker takes from its surroundings. `now` is a monotonic clock in milliseconds, `date` the wall clock.
 * `random` gives bytes nobody can guess, in hexadecimal. `env` reads an environment variable. `addresses` says where it
 * may connect to. `lookup` resolves names instead of the system's resolver.
 */
export type CheckerEffects = {
  readonly now: () => number;
  readonly date: () => Date;
  readonly addresses: AddressPolicy;
  readonly random: (bytes: number) => string;
  readonly env: (name: string) => string | undefined;
  readonly lookup?: LookupFunction;
};

export const SYSTEM_EFFECTS: CheckerEffects = {
  now: () => performance.now(),
  date: () => new Date(),
  addresses: ON_THIS_MACHINE,
  random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
  env: (name) => process.env[name],
};
