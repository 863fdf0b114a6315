import { type Node, nodeAt, portOf, textAt } from '../documents.ts';
import { literal, NotCarried } from '../imported-check.ts';

/**
 * What a module of tcp connects to, over TLS where it says so.
 *
 * @throws NotCarried for a conversation, and for files of certificates.
 */
export function tcpOf(target: string, settings: Node, name: string): Node {
  if (settings['query_response'] !== undefined)
    throw new NotCarried(
      `the module ${name} is of tcp with query_response, which is not carried over; write it as tcp: with exchange, and starttls or tls where it asks for TLS`,
    );
  if (settings['tls'] !== true) return portOf(target);
  const { insecure, serverName } = tlsOf(settings, name);
  const tls = { ...insecure, ...(serverName !== null && { serverName: literal(serverName) }) };
  return { ...portOf(target), tls: Object.keys(tls).length > 0 ? tls : true };
}

/**
 * The health service that a module of grpc asks.
 *
 * @throws NotCarried for metadata, and for files of certificates.
 */
export function grpcOf(target: string, settings: Node, name: string): Node {
  const service = textAt(settings, 'service');
  if (settings['metadata'] !== undefined)
    throw new NotCarried(
      `the module ${name} sends metadata, which is not carried over; write it as grpc: with headers`,
    );
  const asked = { ...portOf(target), ...(service !== null && { service: literal(service) }) };
  if (settings['tls'] !== true) return { ...asked, tls: false };
  const { insecure, serverName } = tlsOf(settings, name);
  return {
    ...asked,
    tls: 'insecure' in insecure ? insecure : true,
    ...(serverName !== null && { authority: literal(serverName) }),
  };
}

function tlsOf(settings: Node, name: string) {
  const config = nodeAt(settings, 'tls_config');
  const other = Object.keys(config).find((key) => key !== 'insecure_skip_verify' && key !== 'server_name');
  if (other !== undefined)
    throw new NotCarried(
      `the module ${name} has ${other}, which is not carried over; write its check with tls by hand`,
    );
  return {
    insecure: config['insecure_skip_verify'] === true ? { insecure: true } : {},
    serverName: textAt(config, 'server_name'),
  };
}
