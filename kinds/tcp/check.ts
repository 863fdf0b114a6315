import type { Check } from '#core/check/check.ts';

/** Where to connect: a name or an address without brackets, and a port. */
export type TcpTarget = { readonly host: string; readonly port: number; readonly allowPrivate?: true };

/** `latencyMs`: the longest that the connection may take, null when any time will do. */
type TcpExpect = { readonly latencyMs: number | null };

export type TcpCheck = Check<'tcp', TcpTarget, TcpExpect>;
