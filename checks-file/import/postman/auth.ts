import { isMap } from '#core/text/json-values.ts';
import type { HttpAuth } from '#kinds/http/check.ts';
import { NotCarried } from '../imported-check.ts';
import type { PostmanAuth } from './collection.ts';
import type { Fill } from './variables.ts';

/** How a request shows who it is: by a setting of its own, by a header, or by a query parameter. */
export type Access =
  | { readonly auth: HttpAuth }
  | { readonly header: readonly [string, string] }
  | { readonly query: readonly [string, string] };

/** @throws NotCarried for the kinds that a check does not have. */
export function accessOf(auth: PostmanAuth | null, fill: Fill): Access | null {
  if (auth === null || auth.type === 'noauth') return null;
  const settings = settingsOf(auth);
  const get = (name: string) => fill(settings.get(name) ?? '');
  switch (auth.type) {
    case 'basic':
    case 'digest':
      return { auth: { scheme: auth.type, user: get('username'), password: get('password') } };
    case 'bearer':
      return { auth: { scheme: 'bearer', token: get('token') } };
    case 'apikey': {
      const pair = [get('key'), get('value')] as const;
      return get('in') === 'query' ? { query: pair } : { header: pair };
    }
    case 'oauth2':
      return { auth: oauth2(get) };
    case 'awsv4':
      return { auth: sigv4(get) };
    default:
      throw new NotCarried(
        `authorization of the kind ${auth.type}; basic, digest, bearer, apikey, oauth2, awsv4 are known`,
      );
  }
}

/** Without keys Postman signs nothing, and a check with those of where it runs. */
function sigv4(get: (name: string) => string): HttpAuth {
  const [accessKeyId, secretAccessKey, sessionToken] = [get('accessKey'), get('secretKey'), get('sessionToken')];
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
  const place = { service: get('service'), region: get('region') || 'us-east-1' };
  return { scheme: 'sigv4', ...place, ...(accessKeyId !== '' && { keys }) };
}

function oauth2(get: (name: string) => string): HttpAuth {
  if (get('grant_type') !== 'client_credentials') {
    return { scheme: 'bearer', token: get('accessToken') || '${env:ACCESS_TOKEN}' };
  }
  return {
    scheme: 'oauth2',
    tokenUrl: get('accessTokenUrl'),
    clientId: get('clientId'),
    clientSecret: get('clientSecret'),
    scopes: get('scope')
      .split(/\s+/)
      .filter((scope) => scope !== ''),
    ...(get('audience') !== '' && { audience: get('audience') }),
  };
}

function settingsOf(auth: PostmanAuth): ReadonlyMap<string, string> {
  const own = auth[auth.type];
  const pairs = Array.isArray(own)
    ? own.flatMap((item) => (isMap(item) ? [[String(item['key']), item['value']] as const] : []))
    : Object.entries(isMap(own) ? own : {});
  return new Map(pairs.filter(([, value]) => typeof value === 'string').map(([key, value]) => [key, String(value)]));
}
