import { isMap } from '#core/text/json-values.ts';
import { type Node, nodeAt, textAt } from '../documents.ts';
import { millisecondsOf, timeoutOf } from '../durations.ts';
import {
  type AuthoredExpect,
  carried,
  type Draft,
  type Leftover,
  literal,
  NotCarried,
  type Reading,
  type ReadOptions,
  UnreadableInput,
} from '../imported-check.ts';
import { grpcOf, tcpOf } from './connections.ts';
import { type Target, targetsOf } from './targets.ts';

/**
 * Each target of a list by its module of blackbox_exporter: of http, of grpc, and of tcp without a conversation.
 *
 * @throws UnreadableInput without a list of targets.
 */
export function readBlackbox(document: Node, { targets }: Pick<ReadOptions, 'targets'>): Reading {
  if (targets === null)
    throw new UnreadableInput(
      'holds modules of blackbox_exporter, which name no targets; give them with --targets FILE',
    );
  const modules = nodeAt(document, 'modules');
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [];
  for (const target of targetsOf(targets)) {
    const read = () => draftOf(target, ...moduleOf(target, modules));
    const draft = carried(read, (what) => void leftovers.push({ where: target.target, what }));
    if (draft !== null) drafts.push(draft);
  }
  return { drafts, leftovers, notes: [] };
}

/** The module that a target names, or the only one there is. */
function moduleOf(target: Target, modules: Node): readonly [module: Node, name: string] {
  const names = Object.keys(modules);
  const name = target.module ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) throw new NotCarried(`names no module; write one of ${names.join(', ')} behind it`);
  const module = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (!isMap(module)) throw new NotCarried(`there is no module ${name}; there is ${names.join(', ')}`);
  return [module, name];
}

function draftOf({ target, job }: Target, module: Node, name: string): Draft {
  const timeout = timeoutOf(millisecondsOf(module['timeout']));
  const shared = { where: target, tags: [job ?? name], request: null };
  if (module['prober'] === 'http') {
    const settings = nodeAt(module, 'http');
    return {
      ...shared,
      authored: { http: { ...requestOf(target, settings), ...timeout } },
      expect: expectOf(target, settings),
    };
  }
  const authored = connectionOf(target, module, name, timeout);
  return { ...shared, name: target, authored, expect: {} };
}

function connectionOf(target: string, module: Node, name: string, timeout: Node): Node {
  const prober = String(module['prober']);
  if (prober === 'tcp') return { tcp: { ...tcpOf(target, nodeAt(module, 'tcp'), name), ...timeout } };
  if (prober === 'grpc') return { grpc: { ...grpcOf(target, nodeAt(module, 'grpc'), name), ...timeout } };
  const is = `the module ${name} is of ${prober}`;
  if (prober === 'dns') throw new NotCarried(`${is}, which is not carried over; write it as dns:`);
  throw new NotCarried(`${is}, and no kind of check asks for that`);
}

function requestOf(target: string, settings: Node): Node {
  const headers = nodeAt(settings, 'headers');
  const method = textAt(settings, 'method');
  const body = textAt(settings, 'body');
  const tls = nodeAt(settings, 'tls_config');
  const family = textAt(settings, 'preferred_ip_protocol');
  const isOnly = settings['ip_protocol_fallback'] === false;
  if (settings['body_file'] !== undefined && body === null)
    throw new NotCarried('its body is in a file; write it as bodyFile');
  return {
    url: literal(/^https?:\/\//.test(target) ? target : `http://${target}`),
    ...(method !== null && { method }),
    ...(Object.keys(headers).length > 0 && { headers: literals(headers) }),
    ...(body !== null && { body: literal(body) }),
    ...authOf(settings),
    ...(tls['insecure_skip_verify'] === true && { tls: { insecure: true } }),
    ...(typeof settings['proxy_url'] === 'string' && { proxy: literal(settings['proxy_url']) }),
    ...(family !== null && isOnly && { ipVersion: family === 'ip6' ? 6 : 4 }),
    ...(settings['compression'] !== undefined && { compressed: true }),
    ...(settings['follow_redirects'] !== false && settings['no_follow_redirects'] !== true && { follow: true }),
  };
}

function literals(headers: Node): Node {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, literal(String(value))]));
}

function authOf(settings: Node): Node {
  const basic = nodeAt(settings, 'basic_auth');
  const user = textAt(basic, 'username');
  const token = textAt(settings, 'bearer_token') ?? textAt(nodeAt(settings, 'authorization'), 'credentials');
  for (const [holder, key] of [
    [basic, 'password_file'],
    [settings, 'bearer_token_file'],
    [nodeAt(settings, 'authorization'), 'credentials_file'],
  ] as const) {
    if (holder[key] !== undefined) throw new NotCarried(`its credential is in a file (${key}); write auth by hand`);
  }
  if (settings['oauth2'] !== undefined) throw new NotCarried('its authorization is OAuth2; write auth by hand');
  if (user !== null)
    return { auth: { basic: { user: literal(user), password: literal(textAt(basic, 'password') ?? '') } } };
  return token === null ? {} : { auth: { bearer: literal(token) } };
}

function expectOf(target: string, settings: Node): AuthoredExpect {
  const codes = [settings['valid_status_codes'] ?? []].flat().filter((code) => typeof code === 'number');
  const versions = [settings['valid_http_versions'] ?? []].flat().map(String);
  const isTls = target.startsWith('https:');
  if (settings['fail_if_ssl'] === true && isTls) throw new NotCarried('fail_if_ssl, and it is https');
  if (settings['fail_if_not_ssl'] === true && !isTls) throw new NotCarried('fail_if_not_ssl, and it is not https');
  const matches = texts(settings, 'fail_if_body_not_matches_regexp');
  const absent = texts(settings, 'fail_if_body_matches_regexp').map(plainText);
  const header = headersOf(settings);
  const version = versions.length === 1 ? /^HTTP\/(1\.1|2)(?:\.0)?$/.exec(versions[0] ?? '')?.[1] : undefined;
  return {
    ...(codes.length > 0 && { status: codes }),
    ...(matches.length > 0 && { matches }),
    ...(absent.length > 0 && { absent }),
    ...(Object.keys(header).length > 0 && { header }),
    ...(version !== undefined && { httpVersion: version }),
  };
}

function texts(settings: Node, key: string): readonly string[] {
  return [settings[key] ?? []].flat().map(String);
}

/** A check has no regex that must not match: what is plain text is the text that must be absent. */
function plainText(regex: string): string {
  const plain = regex.replace(/\\([^\w\s])/g, '$1');
  if (/[\\^$.*+?()[\]{}|]/.test(regex.replace(/\\[^\w\s]/g, '')))
    throw new NotCarried(`fail_if_body_matches_regexp ${regex} is no plain text; write what must be absent by hand`);
  return plain;
}

function headersOf(settings: Node): Node {
  const read = (key: string) => (Array.isArray(settings[key]) ? settings[key].filter(isMap) : []);
  const wanted = read('fail_if_header_not_matches').map(
    ({ header, regexp }) => [String(header).toLowerCase(), { matches: String(regexp) }] as const,
  );
  const absent = read('fail_if_header_matches').map(({ header, regexp, allow_missing: mayMiss }) => {
    if (!/^\^?\.[*+]\$?$/.test(String(regexp)) || mayMiss !== true)
      throw new NotCarried(`fail_if_header_matches of ${header}: a check can only say that the header is absent`);
    return [String(header).toLowerCase(), { absent: true }] as const;
  });
  return Object.fromEntries([...wanted, ...absent]);
}
