import type { Reason } from '../verdict/reason.ts';
import { type AddressKind, type Classified, classify } from './address-kind.ts';

/** When a kind of address may be connected to: whoever asks, when the check says `allowPrivate`, or never. */
type Permission = 'always' | 'allowPrivate' | 'never';

/** A host and a port that must not be reached, whatever kind of address it has. */
export type Place = { readonly host: string; readonly port: number };

/** Where checkers may connect to. `closed` is the Lambda runtime API, which answers whoever asks. */
export type AddressPolicy = {
  readonly from: string;
  readonly may: Readonly<Record<AddressKind, Permission>>;
  readonly closed: Place | null;
};

/** On one's own machine everything may be checked; only what hands out credentials wants to be asked for. */
export const ON_THIS_MACHINE: AddressPolicy = {
  from: 'this machine',
  may: { public: 'always', private: 'always', 'link-local': 'always', loopback: 'always', metadata: 'allowPrivate' },
  closed: null,
};

/** `allowLoopback` is for acceptance tests whose targets are on the machine that emulates AWS. */
export function onLambda({ allowLoopback, runtimeApi }: { allowLoopback: boolean; runtimeApi: string }): AddressPolicy {
  return {
    from: 'Lambda',
    may: {
      public: 'always',
      private: 'allowPrivate',
      'link-local': 'never',
      metadata: 'never',
      loopback: allowLoopback ? 'always' : 'never',
    },
    closed: placeOf(runtimeApi),
  };
}

function placeOf(hostAndPort: string): Place | null {
  const colon = hostAndPort.lastIndexOf(':');
  const port = Number(hostAndPort.slice(colon + 1));
  return colon < 0 || !Number.isInteger(port) ? null : { host: hostAndPort.slice(0, colon), port };
}

/** Why a host, as it is written, is not connected to; null when it may be, or is a name that tells nothing yet. */
export function refusedHost({ host, port }: Place, allowPrivate: boolean, policy: AddressPolicy): Reason | null {
  if (isRuntimeApi(host, port, policy)) return runtimeApiReason(host, port);
  if (policy.may.loopback !== 'always' && LOCALHOST.test(host))
    return blocked(`${host} is this machine`, policy, 'never');
  const kind = classify(host);
  return kind === null ? null : refusal(`${host} is`, kind, { host, port }, allowPrivate, policy);
}

/** The same for an address that a name resolved to. What cannot be read as an address is not connected to. */
export function refusedAddress(
  address: string,
  to: Place,
  allowPrivate: boolean,
  policy: AddressPolicy,
): Reason | null {
  const kind = classify(address);
  if (kind === null) return { code: 'blocked', message: `${to.host} resolves to something that is no address` };
  return refusal(`${to.host} resolves to ${address},`, kind, { host: address, port: to.port }, allowPrivate, policy);
}

/** Reserved by RFC 6761 for the machine itself, whatever a name server says. */
const LOCALHOST = /^(?:.*\.)?localhost\.?$/i;

function refusal(
  subject: string,
  { kind, words }: Classified,
  { host, port }: Place,
  allowPrivate: boolean,
  policy: AddressPolicy,
): Reason | null {
  // A machine answers to all of its loopback addresses, so the port alone counts there.
  if (isRuntimeApi(host, port, policy) || (kind === 'loopback' && port === policy.closed?.port)) {
    return runtimeApiReason(host, port);
  }
  const permission = policy.may[kind];
  if (permission === 'always' || (permission === 'allowPrivate' && allowPrivate)) return null;
  return blocked(`${subject} ${words}`, policy, permission);
}

function isRuntimeApi(host: string, port: number, { closed }: AddressPolicy): boolean {
  return closed !== null && closed.port === port && closed.host === host;
}

function runtimeApiReason(host: string, port: number): Reason {
  return { code: 'blocked', message: `${host}:${port} is the Lambda runtime API, never allowed from a check` };
}

function blocked(what: string, { from }: AddressPolicy, permission: Permission): Reason {
  const then = permission === 'never' ? `never allowed from ${from}` : 'set allowPrivate: true to check it';
  return { code: 'blocked', message: `${what}${permission === 'never' ? ',' : ';'} ${then}` };
}
