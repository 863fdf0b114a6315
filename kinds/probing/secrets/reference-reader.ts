import type { Reference } from '#core/check/references.ts';
import { ENV } from '#core/contract.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { RemoteValues } from './remote-values.ts';

/** The value of a reference, or why (`config`) it cannot be had. */
export type ReadReference = (reference: Reference) => Promise<string | Reason>;

type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  readonly remote?: () => Promise<RemoteValues>;
};

/** A value that was changed at its source is taken up within this time. */
const TTL_MS = 5 * 60_000;

/**
 * Reads references, each value from AWS once in TTL_MS for all checks of a process; look-ups of the same name at the same
 * time are one. What could not be had is asked for again next time.
 */
export function referenceReader({ env, now, remote = awsValues }: Surroundings): ReadReference {
  const known = new Map<string, { readonly value: Promise<string | Reason>; readonly until: number }>();
  const lookUp = async ({ source, name }: Reference): Promise<string | Reason> => {
    const values = await remote();
    return source === 'ssm' ? values.parameter(name) : values.secret(name);
  };
  const cached = (reference: Reference): Promise<string | Reason> => {
    const id = `${reference.source}:${reference.name}`;
    const found = known.get(id);
    if (found !== undefined && now() < found.until) return found.value;
    const value = lookUp(reference);
    known.set(id, { value, until: now() + TTL_MS });
    const forget = () => known.get(id)?.value === value && known.delete(id);
    value.then((got) => typeof got === 'string' || forget(), forget);
    return value;
  };
  return async (reference) => {
    if (reference.source === 'env') return readVariable(reference.name, env);
    const value = await cached(reference);
    return typeof value !== 'string' || reference.key === null ? value : memberOf(value, reference.name, reference.key);
  };
}

async function awsValues(): Promise<RemoteValues> {
  const { awsValues: values } = await import('./aws-values.ts');
  return values;
}

function config(message: string): Reason {
  return { code: 'config', message };
}

/**
 * On Lambda the variables that the stack gave for checks, and no others: an execution input that somebody typed must not
 * read the credentials of the role. On one machine all that the person who called has.
 */
function readVariable(name: string, env: Surroundings['env']): string | Reason {
  if (env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined && !(env[ENV.readable] ?? '').split(',').includes(name)) {
    return config(`environment variable ${name} is not given to this function; deploy it with a check that names it`);
  }
  const value = env[name];
  if (value === undefined) return config(`environment variable ${name} is not set`);
  return value === '' ? config(`environment variable ${name} is empty`) : value;
}

/** A value out of a secret's JSON: the key as it is written, or a path of keys with dots between. */
function memberOf(text: string, name: string, key: string): string | Reason {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What the parser says quotes the text.
    return config(`secret ${name} is not JSON, so it has no key ${key}`);
  }
  const member = own(value, key) ?? key.split('.').reduce(own, value);
  if (typeof member === 'string') return member === '' ? config(`key ${key} of secret ${name} is empty`) : member;
  if (typeof member === 'number' || typeof member === 'boolean') return String(member);
  return config(`secret ${name} has no key ${key}${member === undefined ? '' : ' with text or a number'}`);
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
