import type { LookupFunction } from 'node:net';
import { type AddressPolicy, ON_THIS_MACHINE } from '#core/address/address-policy.ts';
import type { ReadHeartbeat } from '../heartbeat/beats.ts';
import { type KeptAnswers, keptAnswers } from './kept-answers.ts';
import { type ReadReference, referenceReader } from './secrets/reference-reader.ts';
import type { Trace } from './trace/trace.ts';

/**
 * What a checker takes from its surroundings. `now` is a monotonic clock in milliseconds, `date` the wall clock.
 * `random` gives bytes nobody can guess, in hexadecimal. `env` reads an environment variable of the process itself.
 * `addresses` says where it may connect to. `readReference` reads secrets, parameters and environment variables that a
 * check names. `hide` is told what must not be said later, because it is a secret made on the way. `lookup` resolves names instead of the system's resolver.
 * `trustsMachine`: authorities in this machine's store are trusted like those that Node brings along.
 * `recall` and `keep`: what an earlier attempt was answered, for kinds that ask no more than once a day; null where nothing is.
 * `measuresAll`: what can be measured of a target is wanted for metrics, the certificate too. `isAlone`: no other check is made by this process meanwhile, as on Lambda. `trace` is there when somebody asked to see what
 * the attempt does (`run --verbose`), which on AWS nobody does. `readHeartbeat` is there where reports of jobs are kept.
 */
export type CheckerEffects = {
  readonly now: () => number;
  readonly date: () => Date;
  readonly addresses: AddressPolicy;
  readonly random: (bytes: number) => string;
  readonly env: (name: string) => string | undefined;
  readonly readReference: ReadReference;
  readonly hide?: (secret: string) => void;
  readonly lookup?: LookupFunction;
  readonly trustsMachine?: boolean;
  readonly measuresAll?: boolean;
  readonly isAlone?: true;
  readonly trace?: Trace;
  readonly readHeartbeat?: ReadHeartbeat;
} & Partial<KeptAnswers>;

const now = () => performance.now();

/** The surroundings of this machine. */
export const SYSTEM_EFFECTS: CheckerEffects = {
  now,
  date: () => new Date(),
  addresses: ON_THIS_MACHINE,
  trustsMachine: true,
  random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
  env: (name) => process.env[name],
  readReference: referenceReader({ env: process.env, now }),
  ...keptAnswers(),
};
