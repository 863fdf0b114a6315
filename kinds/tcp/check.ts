import type { Check } from '#core/check/check.ts';
import type { TlsSettings } from '#core/check/tls.ts';
import type { EndpointTarget } from '#core/settings/endpoint.ts';
import type { StartTls } from '../probing/starttls/protocols.ts';

/** What is sent at once: text as UTF-8, or bytes in base64. */
export type Sent = { readonly text: string } | { readonly base64: string };

/** What has to come: text as UTF-8, bytes in base64, or what a regex matches, for which each byte is a character. */
export type Wanted = { readonly text: string } | { readonly base64: string } | { readonly matches: string };

/**
 * What a tcp check connects to. `tls`: the connection is secured, from the start or when `starttls` has asked for it.
 * `serverName`: the name that is asked for and that the certificate has to be for, when it is not the host. `exchange`: what is
 * sent, null where an item only expects; nothing is sent nor read without it. `end`: our side is closed behind the last of it.
 */
export type TcpTarget = EndpointTarget & {
  readonly tls?: TlsSettings;
  readonly serverName?: string;
  readonly starttls?: StartTls;
  readonly exchange?: readonly (Sent | null)[];
  readonly end?: true;
};

/**
 * `latencyMs`: the longest that it all may take, null when any time will do. `exchange` is of the length of the target's: what
 * has to come after each item was sent, null where nothing has to.
 */
type TcpExpect = { readonly latencyMs: number | null; readonly exchange?: readonly (Wanted | null)[] };

/** A check of kind tcp as it travels. */
export type TcpCheck = Check<'tcp', TcpTarget, TcpExpect>;
