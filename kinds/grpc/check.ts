import type { Check } from '#core/check/check.ts';
import type { TlsSettings } from '#core/check/tls.ts';
import type { EndpointTarget } from '#core/settings/endpoint.ts';

/** Names of the enum ServingStatus of grpc.health.v1, by their numbers. */
export const SERVING = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** What a health service says of a service. */
type ServingName = (typeof SERVING)[number];

/** Names of gRPC's status codes, by their numbers (grpc/grpc, doc/statuscodes.md). */
export const CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/**
 * `service`: whose health is asked for, the whole server's when it is ''. Without `tls` it is asked in plain text. `authority`:
 * the name, with a port or without, that the call and the certificate go by, where it is not the host's.
 */
export type GrpcTarget = EndpointTarget & {
  readonly service: string;
  readonly tls?: TlsSettings;
  readonly authority?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
};

/** `code`: gRPC's status. `serving`: of an answer with status 0 what it must say; null where another status is wanted. */
type GrpcExpect = { readonly code: number; readonly serving: ServingName | null; readonly latencyMs: number | null };

/** A check of kind grpc as it travels. */
export type GrpcCheck = Check<'grpc', GrpcTarget, GrpcExpect>;
