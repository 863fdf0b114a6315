import { count, flag, text } from './setting.ts';
import { ALLOW_PRIVATE } from './shared-settings.ts';

/** The settings of a target that is a host and a port. */

/**
 * An IPv4 or IPv6 address, a name of ASCII labels (others are written in their xn-- form, as DNS has them), or a reference to
 * one.
 */
const HOST =
  /^(?:\$\{(?:env|ssm|secret):[^{}\s]{1,1000}\}|[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_.-]{1,20})?)$/;

/** What to write in place of what is no host. */
const HOST_RULE = 'write a host name or an IP address, without scheme, port and brackets';

/** `host`, `port` and `allowPrivate`, each with what to write instead of a wrong value. */
export const endpointShape = {
  host: text(HOST, HOST_RULE).describe('Host name or IP address to connect to.'),
  port: count(1, 65_535).describe('Port to connect to, 1 to 65535.'),
  allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
};

/** Another name than the host's to ask for in the TLS handshake. */
export const serverName = text(HOST, HOST_RULE)
  .optional()
  .describe('Name that is asked for (SNI) and that the certificate must be for. The host when left out.');

/** Where to connect: a name or an address without brackets, and a port. */
export type EndpointTarget = { readonly host: string; readonly port: number; readonly allowPrivate?: true };

type Authored = { readonly host: string; readonly port: number; readonly allowPrivate?: boolean | undefined };

/** The endpoint as it travels. */
export function endpointOf({ host, port, allowPrivate }: Authored): EndpointTarget {
  return { host, port, ...(allowPrivate === true ? { allowPrivate } : {}) };
}
