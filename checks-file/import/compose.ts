import { isMap } from '#core/text/json-values.ts';
import { quote } from '#core/text/shell-quoting.ts';
import { parseCurl } from '../curl/parse-curl.ts';
import { draftsOf, type Node, nodeAt } from './documents.ts';
import { everyOf, millisecondsOf } from './durations.ts';
import { type Draft, NotCarried, type Reading, type ReadOptions } from './imported-check.ts';
import { publishedCommands } from './shell/published-commands.ts';

/** Health checks of a compose file that run curl or wget. Seen from outside, a container's port is the one it is published at. */
export function readCompose(document: Node, { keepSecrets, baseUrl, outside }: ComposeOptions): Reading {
  const services = Object.entries(nodeAt(document, 'services'));
  const checked = services.filter(([, service]) => isMap(service) && isMap(service['healthcheck']));
  const read = draftsOf(
    checked.map(([, service]) => service),
    (_, index) => `services.${checked[index]?.[0]}`,
    (service, where) => draftOf(service, where, { keepSecrets, baseUrl, outside }),
  );
  const without = services.length - checked.length;
  const notes = without > 0 ? [`${without} of ${services.length} services have no health check`] : [];
  return { ...read, notes };
}

type ComposeOptions = Pick<ReadOptions, 'keepSecrets' | 'baseUrl' | 'outside'>;

function draftOf(service: Node, where: string, options: ComposeOptions): Draft {
  const healthcheck = nodeAt(service, 'healthcheck');
  if (healthcheck['disable'] === true) throw new NotCarried('its health check is switched off');
  const written = commandOf(healthcheck['test']);
  const { commands } = publishedCommands(asCurl(written), { keepSecrets: options.keepSecrets, isSet: () => false });
  const [only, second] = commands;
  if (only === undefined) throw new NotCarried('its health check runs neither curl nor wget');
  if (second !== undefined) throw new NotCarried('its health check runs curl several times');
  const command = publishedPort(only.text, service, options.baseUrl);
  const read = parseCurl(command, options.outside.files);
  if ('faults' in read) throw new NotCarried(read.faults[0]?.message ?? 'its command cannot be read');
  const { retries } = healthcheck;
  return {
    where,
    name: where.slice('services.'.length),
    tags: [],
    request: read.check.http,
    command,
    authored: {
      ...everyOf(millisecondsOf(healthcheck['interval'])),
      ...(typeof retries === 'number' && retries > 0 && { failureThreshold: Math.min(retries, 10) }),
    },
    expect: {},
  };
}

/** `["CMD", …]`, `["CMD-SHELL", text]`, or a text; `$$` is a dollar sign there. */
function commandOf(test: unknown): string {
  const words = Array.isArray(test) ? test.map(String) : [];
  const [form, ...rest] = words;
  const text = typeof test === 'string' ? test : form === 'CMD' ? rest.map(quote).join(' ') : rest.join(' ');
  if (form === 'NONE' || text === '') throw new NotCarried('it has no command');
  return text.replaceAll('$$', () => '$');
}

/** wget as health checks call it: it follows redirects and fails from 400, and --spider asks with HEAD. */
function asCurl(command: string): string {
  return command.replace(
    /(^|\s)(?:\S*\/)?wget((?:\s+-[^\s]+(?:\s+(?:\/dev\/null|-|\d+)(?=\s))?)*)\s+(["']?https?:\/\/[^\s"';|&]+["']?)/,
    (_, before: string, options: string, url: string) => {
      return `${before}curl -fL ${/--spider/.test(options) ? '-I ' : ''}${url}`;
    },
  );
}

const LOOPBACK = /(https?:\/\/)(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::(\d+))?/;

function publishedPort(command: string, service: Node, baseUrl: string | null): string {
  return command.replace(LOOPBACK, (whole, scheme: string, port?: string) => {
    if (baseUrl !== null) return baseUrl.replace(/\/+$/, '');
    const inner = Number(port ?? (scheme === 'https://' ? 443 : 80));
    const outer = [service['ports'] ?? []]
      .flat()
      .map((one) => mappingOf(one))
      .find((mapping) => mapping?.inner === inner);
    return outer === undefined ? whole : `${scheme}localhost:${outer?.outer}`;
  });
}

function mappingOf(port: unknown): { readonly inner: number; readonly outer: number } | null {
  if (isMap(port)) return { inner: Number(port['target']), outer: Number(port['published']) };
  const [, outer, inner] = /(?:^|:)(\d+):(\d+)(?:\/tcp)?$/.exec(String(port)) ?? [];
  return inner === undefined || outer === undefined ? null : { inner: Number(inner), outer: Number(outer) };
}
