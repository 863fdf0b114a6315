import type { HttpRequest } from '#kinds/http/check.ts';
import { mapSecrets } from '#kinds/http/secrets.ts';

/** An environment variable that the entries refer to, and what stood in its place. */
type Wanted = { readonly name: string; readonly place: string };

export type Secret = { readonly secret: string; readonly name: string };

/** Gives each credential a variable of its own, the same one wherever it occurs again for the same host. */
export type Vault = {
  readonly hide: (request: HttpRequest) => HttpRequest;
  /** The credentials of a request, with the variable that each is to be in. */
  readonly secretsIn: (request: HttpRequest) => readonly Secret[];
  /** In the order in which they were found. */
  readonly wanted: () => readonly Wanted[];
};

const PLACE = /^(?:header|cookie|query parameter|JSON key|form field|XML element)\s+/;

export function vault(): Vault {
  const names = new Map<string, string>();
  const used = new Set<string>();
  const wanted: Wanted[] = [];
  const nameFor = (secret: string, place: string, host: string): string => {
    const base = variableName(`${host} ${place.replace(PLACE, '')}`);
    const key = `${base} ${secret}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}_${count}`;
    used.add(name);
    names.set(key, name);
    wanted.push({ name, place: host === '' ? place : `${place} of ${host}` });
    return name;
  };
  const mapped = (request: HttpRequest, replace: (secret: Secret) => string): HttpRequest => {
    const host = hostOf(request.url);
    const onSecret = (secret: string, place: string) => replace({ secret, name: nameFor(secret, place, host) });
    return mapSecrets(withWholeCookies(request, onSecret), onSecret);
  };
  return {
    hide: (request) => mapped(request, referenceTo),
    secretsIn: (request) => {
      const found: Secret[] = [];
      mapped(request, (secret) => {
        found.push(secret);
        return referenceTo(secret);
      });
      return found;
    },
    wanted: () => wanted,
  };
}

export function referenceTo({ name }: Pick<Secret, 'name'>): string {
  return `\${env:${name}}`;
}

/** A variable's name out of any words: `api.example.com X-Api-Key` is API_EXAMPLE_COM_X_API_KEY. */
export function variableName(words: string): string {
  const name = words
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z]/.test(name) ? name : `_${name}`;
}

/** One variable for all cookies: a browser sends dozens. */
function withWholeCookies(request: HttpRequest, onSecret: (secret: string, place: string) => string): HttpRequest {
  return {
    ...request,
    headers: request.headers.map(([name, value]) => {
      const isPlain = /^cookie$/i.test(name) && !value.includes('${');
      return [name, isPlain ? onSecret(value, 'header cookie') : value] as const;
    }),
  };
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}
