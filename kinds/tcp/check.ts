import type { Check } from '#core/check/check.ts';
import type { EndpointTarget } from '#core/settings/endpoint.ts';

/** `latencyMs`: the longest that the connection may take, null when any time will do. */
type TcpExpect = { readonly latencyMs: number | null };

/** A check of kind tcp as it travels. */
export type TcpCheck = Check<'tcp', EndpointTarget, TcpExpect>;
