import type { HttpAuth } from '#kinds/http/check.ts';
import { carried, NotCarried } from '../imported-check.ts';
import { variableName } from '../secrets.ts';
import { listAt, mapAt, type Node, type Resolve } from './ref.ts';

type Pair = readonly [string, string];

/** What a request needs to be let in, credentials as references to environment variables. */
export type Access = {
  readonly headers: readonly Pair[];
  readonly query: readonly Pair[];
  readonly cookies: readonly Pair[];
  readonly auth: HttpAuth | null;
};

const NO_ACCESS: Access = { headers: [], query: [], cookies: [], auth: null };

/**
 * The first of an operation's security requirements that a check can meet; none where one of them asks for nothing.
 *
 * @throws NotCarried when a check can meet none of them.
 */
export function accessOf(requirements: unknown, document: Node, resolve: Resolve): Access {
  const schemes = mapAt(mapAt(document['components'])['securitySchemes']);
  const title = String(mapAt(document['info'])['title'] ?? 'api');
  const alternatives = listAt(requirements).map(mapAt);
  if (alternatives.length === 0 || alternatives.some((schemesOf) => Object.keys(schemesOf).length === 0))
    return NO_ACCESS;
  const reasons: string[] = [];
  for (const alternative of alternatives) {
    const read = () =>
      combined(
        Object.entries(alternative).map(([name, scopes]) => {
          const scheme = mapAt(resolve(Object.hasOwn(schemes, name) ? schemes[name] : undefined));
          return schemeAccess(name, title, scheme, listAt(scopes).map(String));
        }),
      );
    const access = carried(read, (why) => void reasons.push(why));
    if (access !== null) return access;
  }
  throw new NotCarried(reasons.join('; '));
}

function combined(parts: readonly Access[]): Access {
  const auths = parts.flatMap(({ auth }) => (auth === null ? [] : [auth]));
  if (auths.length > 1) throw new NotCarried('two kinds of authorization at once; a check has one');
  return {
    headers: parts.flatMap(({ headers }) => headers),
    query: parts.flatMap(({ query }) => query),
    cookies: parts.flatMap(({ cookies }) => cookies),
    auth: auths[0] ?? null,
  };
}

function schemeAccess(name: string, title: string, scheme: Node, scopes: readonly string[]): Access {
  const reference = (suffix = '') => `\${env:${variableName(`${title} ${name} ${suffix}`)}}`;
  switch (scheme['type']) {
    case 'apiKey':
      return apiKey(name, scheme, reference());
    case 'http':
      return httpAccess(name, String(scheme['scheme']).toLowerCase(), reference);
    case 'oauth2':
      return oauth2(mapAt(mapAt(scheme['flows'])['clientCredentials']), scopes, reference);
    case 'openIdConnect':
      return { ...NO_ACCESS, auth: { scheme: 'bearer', token: reference() } };
    case undefined:
      throw new NotCarried(`security scheme ${name} is not described`);
    default:
      throw new NotCarried(`security scheme ${name} is ${scheme['type']}; write it by hand`);
  }
}

function apiKey(name: string, scheme: Node, reference: string): Access {
  const pair: Pair = [String(scheme['name']), reference];
  if (scheme['in'] === 'header') return { ...NO_ACCESS, headers: [[pair[0].toLowerCase(), reference]] };
  if (scheme['in'] === 'query') return { ...NO_ACCESS, query: [pair] };
  if (scheme['in'] === 'cookie') return { ...NO_ACCESS, cookies: [pair] };
  throw new NotCarried(`security scheme ${name} does not say where its key goes`);
}

function httpAccess(name: string, scheme: string, reference: (suffix?: string) => string): Access {
  if (scheme === 'bearer') return { ...NO_ACCESS, auth: { scheme, token: reference() } };
  if (scheme !== 'basic' && scheme !== 'digest') {
    throw new NotCarried(`security scheme ${name} is http ${scheme}; basic, digest and bearer are known`);
  }
  return { ...NO_ACCESS, auth: { scheme, user: reference('user'), password: reference('password') } };
}

/** Flows that ask a person leave a token to be set. */
function oauth2(flow: Node, scopes: readonly string[], reference: (suffix?: string) => string): Access {
  const { tokenUrl } = flow;
  if (typeof tokenUrl !== 'string') return { ...NO_ACCESS, auth: { scheme: 'bearer', token: reference() } };
  return {
    ...NO_ACCESS,
    auth: {
      scheme: 'oauth2',
      tokenUrl,
      clientId: reference('client id'),
      clientSecret: reference('client secret'),
      scopes,
    },
  };
}
