import { unbracketed } from '#core/address/unbracketed.ts';
import type { Reason } from '#core/verdict/reason.ts';
import { isIP } from '../../probing/builtins.ts';
import type { DnsOver, DnsTarget } from '../check.ts';

/** A server to ask: `name` as people write it, `url` where it is asked over https. */
export type Server = { readonly name: string; readonly host: string; readonly port: number; readonly url?: string };

const PORTS = { udp: 53, tcp: 53, tls: 853, https: 443 } as const;
/** Where a server is asked over https that is not named by a URL (RFC 8484 leaves the path open; all have this one). */
const PATH = '/dns-query';
const PLACE = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/?#@[\]]+))(?::(\d{1,5}))?$/;

/** The server that a text names; null where it names none. */
export function serverOf(text: string, over: DnsOver, port: number = PORTS[over]): Server | null {
  if (over === 'https' && /^https:\/\//i.test(text)) return atUrl(text);
  if (isIP(text) === 6) return placed(text, port, over);
  const [, address, name, own] = PLACE.exec(text) ?? [];
  const host = address ?? name;
  if (host === undefined || (address !== undefined && isIP(address) !== 6)) return null;
  const at = own === undefined ? port : Number(own);
  return at < 1 || at > 65_535 ? null : placed(host, at, over);
}

function atUrl(text: string): Server | null {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') return null;
  const host = unbracketed(url.hostname);
  return { name: url.host, host, port: url.port === '' ? PORTS.https : Number(url.port), url: text };
}

function placed(host: string, port: number, over: DnsOver): Server {
  const inUrl = isIP(host) === 6 ? `[${host}]` : host;
  const name = port === PORTS[over] ? host : `${inUrl}:${port}`;
  return { name, host, port, ...(over === 'https' && { url: `https://${inUrl}:${port}${PATH}` }) };
}

/** The servers of a check, or of the system where it names none. */
export function serversOf({ servers, over, port }: DnsTarget): readonly Server[] | Reason {
  const named = servers.length > 0 ? servers : process.getBuiltinModule('node:dns').getServers();
  const all: Server[] = [];
  for (const text of named) {
    const server = serverOf(text, over, servers.length > 0 ? port : undefined);
    if (server === null)
      return { code: 'config', message: `${text} is no server; write a host, with a port or without` };
    all.push(server);
  }
  return all.length > 0 ? all : { code: 'config', message: 'the system names no resolver; write server' };
}
