import * as z from 'zod';
import { unbracketed } from '#core/address/unbracketed.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { flag, millisecondsOf } from '#core/settings/setting.ts';
import { timeout } from '#core/settings/shared-settings.ts';
import { isHttpUrl, isLeftOpen } from '#core/settings/url.ts';
import type { HttpPin, HttpRequest } from '../check.ts';

/** Which way a request takes, and how it is spoken. */

const HOST = String.raw`(\*|\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]*)`;
const RESOLVE = new RegExp(`^${HOST}:(\\d{1,5}):(\\[[0-9A-Fa-f:.]+\\]|[0-9A-Fa-f:.]+)$`);
const CONNECT_TO = new RegExp(`^${HOST}:(\\d{0,5}):${HOST}:(\\d{0,5})$`);
const RESOLVE_RULE = 'write host:port:address, such as api.example.com:443:192.0.2.1';
const CONNECT_TO_RULE = 'write host:port:host:port, such as api.example.com:443:canary.example.com:8443';

/** The settings of the way to a target: proxy, resolve, connectTo, ipVersion and so on. */
export const routeShape = {
  proxy: z
    .string({ error: 'write http://host:port or http://user:password@host:port' })
    .refine((value) => !/^socks/i.test(value), {
      error: 'is a socks proxy, which is not supported; write http://host:port',
      abort: true,
    })
    .refine(isHttpUrl, { error: 'write http://host:port or http://user:password@host:port' })
    .optional()
    .describe('Proxy to send the request through: http or https, with user and password if it wants them.'),
  resolve: z
    .array(
      z.string({ error: RESOLVE_RULE }).refine((value) => resolvePin(value) !== null, { error: RESOLVE_RULE }),
      {
        error: 'write a list of host:port:address',
      },
    )
    .optional()
    .describe('Addresses to take for names, as host:port:address; * is any host.'),
  connectTo: z
    .array(
      z.string({ error: CONNECT_TO_RULE }).refine((value) => connectToPin(value) !== null, { error: CONNECT_TO_RULE }),
      {
        error: 'write a list of host:port:host:port',
      },
    )
    .optional()
    .describe('Where to connect instead, as host:port:host:port; what is left empty fits any, or stays as it is.'),
  ipVersion: z
    .union([z.literal(4), z.literal(6)], { error: 'write 4 or 6' })
    .optional()
    .describe('Only addresses of this version of IP are tried.'),
  httpVersion: z
    .enum(['1.1', '2'], { error: 'write "1.1" or "2", in quotes' })
    .optional()
    .describe('Version of HTTP to speak; a server that cannot is NG. When left out https offers both.'),
  compressed: flag()
    .optional()
    .describe('true asks for a compressed response. Inflated is what says that it is compressed, asked for or not.'),
  stream: timeout
    .optional()
    .describe('For a body without an end, such as server-sent events: how long it is read, such as 2s.'),
};

type AuthoredRoute = z.infer<z.ZodObject<typeof routeShape>>;

/** What is wrong between them. */
export function routeFaults({ proxy, connectTo }: Draft<AuthoredRoute>): PathFault[] {
  if (proxy === undefined || connectTo === undefined) return [];
  const message = 'says where we connect to, and beside a proxy that is the proxy; take one of them out';
  return [{ path: ['http', 'connectTo'], at: 'key', message }];
}

type Route = Pick<HttpRequest, 'proxy' | 'pins' | 'family' | 'httpVersion' | 'compressed' | 'inflate' | 'streamMs'>;

/** The way as it travels. */
export function resolveRoute({
  proxy,
  resolve = [],
  connectTo = [],
  ipVersion,
  httpVersion,
  compressed,
  stream,
}: AuthoredRoute): Route {
  const pins = [...connectTo.map(connectToPin), ...resolve.map(resolvePin)].filter((pin) => pin !== null);
  return {
    ...(proxy !== undefined && { proxy }),
    ...(pins.length > 0 && { pins }),
    ...(ipVersion !== undefined && { family: ipVersion }),
    ...(httpVersion !== undefined && { httpVersion }),
    ...(compressed === true ? { compressed } : { inflate: true as const }),
    ...(stream !== undefined && { streamMs: millisecondsOf(stream) }),
  };
}

function resolvePin(text: string): HttpPin | null {
  if (isLeftOpen(text)) return null;
  const [, host = '', port = '', address = ''] = RESOLVE.exec(text) ?? [];
  const isOne = URL.canParse(address.includes(':') ? `http://[${bare(address)}]/` : `http://${address}/`);
  if (host === '' || !isPort(port) || port === '0' || !isOne || !ADDRESS.test(bare(address))) return null;
  return { host: host === '*' ? '' : bare(host), port: Number(port), address: bare(address) };
}

/** Four numbers, or colons: what a URL takes for an address is more. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|.*:.*)$/;

function connectToPin(text: string): HttpPin | null {
  if (isLeftOpen(text)) return null;
  const [whole, host = '', port = '', toHost = '', toPort = ''] = CONNECT_TO.exec(text) ?? [];
  if (whole === undefined || host === '*' || toHost === '*' || !isPort(port) || !isPort(toPort)) return null;
  return { host: bare(host), port: Number(port), toHost: bare(toHost), toPort: Number(toPort) };
}

function isPort(digits: string): boolean {
  return Number(digits) <= 65_535;
}

function bare(host: string): string {
  return unbracketed(host).toLowerCase();
}
