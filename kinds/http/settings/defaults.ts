import { certificateFaults } from '#core/settings/certificates.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import type { NamedFiles } from '#core/settings/named-files.ts';
import { resolveTls } from '#core/settings/tls.ts';
import { isMap } from '#core/text/json-values.ts';
import type { GivesWay } from '../../kind.ts';
import type { HttpRequest } from '../check.ts';
import { resolveAuth } from './auth.ts';
import type { AuthoredHttp } from './entry.ts';

/** What `defaults` gives a request, and what it does not. */

const AUTHORIZATION = 'authorization';

/**
 * What an entry that says something else does not take: two authorizations, two ways, a status that no redirect has, and what
 * only TLS has where there will be none.
 */
export const givesWay: GivesWay = (entry, shared) => {
  const http = isMap(entry['http']) ? entry['http'] : {};
  const headers = isMap(http['headers']) ? Object.keys(http['headers']) : [];
  const expected = isMap(entry['expect']) ? entry['expect'] : {};
  return [
    ...(headers.some((name) => name.toLowerCase() === AUTHORIZATION) ? ['auth'] : []),
    ...(http['connectTo'] === undefined ? [] : ['proxy']),
    ...(expected['redirect'] === undefined ? [] : ['expect.status']),
    ...(isPlain({ ...shared, ...http }) ? ['expect.certificate', 'expect.latency.tls'] : []),
  ];
};

/** A redirect may lead to https. */
function isPlain({ url, follow }: Readonly<Record<string, unknown>>): boolean {
  return typeof url === 'string' && /^http:/i.test(url) && !(Number(follow ?? 0) > 0);
}

/** What `defaults` says of the requests of http checks, each as its schema takes it. */
type Given = {
  readonly proxy?: string;
  readonly tls?: Draft<NonNullable<AuthoredHttp['http']['tls']>>;
  readonly auth?: NonNullable<AuthoredHttp['http']['auth']>;
};

/** What is wrong with them, as in an entry. */
export function givenFaults({ tls }: Given, files: NamedFiles): readonly PathFault[] {
  return certificateFaults(tls, ['http', 'tls'], files);
}

/** A request that is a command, with what it leaves open; redirects it follows by its own word only. */
export function withGiven(request: HttpRequest, { proxy, tls, auth }: Given, files: NamedFiles): HttpRequest {
  const { headers, omit = [], pins = [] } = request;
  const names = [...headers.map(([name]) => name.toLowerCase()), ...omit];
  const isPinned = pins.some((pin) => 'toHost' in pin);
  return {
    ...request,
    ...(auth !== undefined &&
      request.auth === undefined &&
      !names.includes(AUTHORIZATION) && { auth: resolveAuth(auth) }),
    ...(tls !== undefined && request.tls === undefined && { tls: resolveTls(tls, files) }),
    ...(proxy !== undefined && request.proxy === undefined && !isPinned && { proxy }),
  };
}
