import { unbracketed } from '#core/address/unbracketed.ts';
import type { HttpPin, HttpRequest } from '#kinds/http/check.ts';
import { shown } from './command-faults.ts';
import type { Option } from './options.ts';
import type { Reading } from './reading.ts';
import type { Target } from './target.ts';
import { isVeiled } from './veiled-references.ts';

type Route = Pick<HttpRequest, 'proxy' | 'pins' | 'family' | 'httpVersion' | 'compressed'>;

/** Which way the request goes: proxy, addresses, versions. */
export function routeOf(reading: Reading, target: Target): Route {
  const { options } = reading;
  const proxy = proxyOf(reading, target);
  const pins = pinsOf(reading, target);
  const family = options.last('ipv4', 'ipv6')?.name;
  const httpVersion = versionOf(reading);
  return {
    ...(proxy !== null && { proxy }),
    ...(pins.length > 0 && { pins }),
    ...(family !== undefined && { family: family === 'ipv4' ? (4 as const) : (6 as const) }),
    ...(httpVersion !== null && { httpVersion }),
    ...(options.on('compressed') && { compressed: true }),
  };
}

function versionOf({ options }: Reading): '1.1' | '2' | null {
  const option = options.last('http1.1', 'http2', 'http2-prior-knowledge');
  // Offered to https anyway, and the server picks; over http curl goes on in 1.1 where it is not taken up.
  if (option === null || option.name === 'http2') return null;
  return option.name === 'http1.1' ? '1.1' : '2';
}

function proxyOf({ options, faults }: Reading, { base }: Target): string | null {
  const option = options.last('proxy');
  if (option === null || option.value === '' || isExcepted(options.last('noproxy')?.value ?? '', base)) return null;
  const [, scheme = 'http', user, host = ''] =
    /^(?:([a-z0-9+.-]+):\/\/)?(?:([^@]*)@)?([^/]*)\/?$/i.exec(option.value) ?? [];
  if (scheme.toLowerCase() !== 'http' || host === '') {
    faults.add(
      option.valueAt,
      `curl: ${option.spelled} ${shown(option.value)} is not supported; name a proxy http://host:port`,
    );
    return null;
  }
  const tunnel = options.last('proxytunnel');
  if (tunnel?.on && base.startsWith('http:')) {
    faults.add(tunnel.at, `curl: ${tunnel.spelled} with an http url is not supported; take it out`);
  }
  const given = options.last('proxy-user')?.value;
  const encodedUser = given
    ?.split(/:([\s\S]*)/, 2)
    .map((part) => (isVeiled(part) ? part : encodeURIComponent(part)))
    .join(':');
  const login = encodedUser ?? user;
  // 1080 is what curl takes for a proxy that names no port.
  return `http://${login === undefined ? '' : `${login}@`}${/:\d+$/.test(host) || isVeiled(host) ? host : `${host}:1080`}`;
}

/** Whether a command names a proxy for its url, or says that there is none. */
export function saysProxy({ options }: Reading, url: string): boolean {
  const [base = ''] = /^[a-z]+:\/\/[^/?#]*/i.exec(url) ?? [];
  return options.last('proxy') !== null || isExcepted(options.last('noproxy')?.value ?? '', base);
}

/** --noproxy: `*`, or names and their subdomains, separated by commas. */
function isExcepted(list: string, base: string): boolean {
  const host = hostOf(base).host;
  const names = list.split(/[,\s]+/).filter((name) => name !== '');
  return names.some((name) => {
    const bare = name.replace(/^\./, '').toLowerCase();
    return name === '*' || host === bare || host.endsWith(`.${bare}`);
  });
}

function hostOf(base: string): { host: string; port: number } {
  const [, scheme, host = '', port] = /^(?:([a-z]+):\/\/)?(\[[^\]]*\]|[^:]*)(?::(\d+))?/.exec(base) ?? [];
  return { host: unbracketed(host), port: Number(port ?? (scheme === 'https' ? 443 : 80)) };
}

const HOST = String.raw`(\[[^\]]*\]|[^:]*)`;
const RESOLVE = new RegExp(`^\\+?${HOST}:(\\d+):(.+)$`);
const CONNECT_TO = new RegExp(`^${HOST}:(\\d*):${HOST}:(\\d*)$`);

function pinsOf(reading: Reading, target: Target): readonly HttpPin[] {
  const { options, faults } = reading;
  const refuse = (option: Option, why: string) => {
    faults.add(option.valueAt, `curl: ${option.spelled} ${shown(option.value)} ${why}`);
    return [];
  };
  const here = hostOf(target.base);
  const any = (option: Option, isAny: boolean) => {
    if (isAny && options.on('location'))
      refuse(option, 'leaves open which host it is for, which with -L is not supported; name it');
  };
  const resolved = options.all('resolve').flatMap((option): HttpPin[] => {
    const [, host, port, address] = RESOLVE.exec(option.value) ?? [];
    if (host === undefined || address === undefined) return refuse(option, 'cannot be read; write host:port:address');
    if (address.includes(',')) return refuse(option, 'names several addresses; a check is one connection, so name one');
    any(option, host === '*');
    return [{ host: host === '*' ? here.host : bare(host), port: Number(port), address: bare(address) }];
  });
  const connected = options.all('connect-to').flatMap((option): HttpPin[] => {
    const [, host, port, toHost, toPort] = CONNECT_TO.exec(option.value) ?? [];
    if (host === undefined) return refuse(option, 'cannot be read; write host:port:host:port');
    any(option, host === '' || port === '');
    const from = { host: bare(host) || here.host, port: Number(port || here.port) };
    return [{ ...from, toHost: bare(toHost ?? '') || from.host, toPort: Number(toPort || from.port) }];
  });
  return [...resolved, ...connected];
}

function bare(host: string): string {
  return unbracketed(host).toLowerCase();
}
