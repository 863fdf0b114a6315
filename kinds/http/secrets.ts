import type { TlsSettings } from '#core/check/tls.ts';
import { type Literal, REDACTED } from '#core/redact/literal.ts';
import { literalsIn, type OnSecret, ofLiterals } from '#core/redact/map-secrets.ts';
import { redactText } from '#core/redact/redact-text.ts';
import { isSecretJson, isSecretName } from '#core/redact/secret-names.ts';
import type { HttpAuth, HttpBody, HttpRequest } from './check.ts';

type Pair = readonly [string, string];

/** The request with every literal credential replaced. A reference is no secret, and stays. */
export function redactRequest(request: HttpRequest): HttpRequest {
  return mapSecrets(request, () => REDACTED);
}

/** Every literal credential of a request, to warn of and to search for in what leaves. */
export function literalSecrets(request: HttpRequest): readonly Literal[] {
  return literalsIn(request, mapSecrets);
}

/** The request with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(request: HttpRequest, onSecret: OnSecret): HttpRequest {
  const literal = ofLiterals(onSecret);
  const { auth, tls, proxy } = request;
  return {
    ...request,
    url: redactUrl(request.url, literal),
    headers: request.headers.map((header) => redactHeader(header, literal)),
    query: request.query.map((pair) => redactPair(pair, 'query parameter', literal)),
    body: redactBody(request.body, literal),
    ...(auth && { auth: redactAuth(auth, literal) }),
    ...(tls && { tls: redactTls(tls, literal) }),
    ...(proxy !== undefined && { proxy: redactUserInfo(proxy, 'proxy', literal) }),
  };
}

/** A URL without its credentials: user and password, secret parameters, the path of a webhook. */
export function redactUrl(url: string, literal: OnSecret): string {
  const cut = url.indexOf('?');
  const bare = redactPath(redactUserInfo(cut === -1 ? url : url.slice(0, cut), 'url', literal), literal);
  return cut === -1 ? bare : `${bare}?${redactForm(url.slice(cut + 1), 'query parameter', literal)}`;
}

/** A reference stands as a whole, whatever is in it. */
const REFERENCE = '\\$\\{[^{}\\s]*\\}';
const USER_INFO = new RegExp(`^([a-z][a-z0-9+.-]*://)((?:${REFERENCE}|[^/?#@:])*)(:(?:${REFERENCE}|[^/?#])*)?@`, 'i');

/** A user without a password is a token, as GitHub and Stripe take it. */
function redactUserInfo(url: string, place: string, literal: OnSecret): string {
  return url.replace(USER_INFO, (_, scheme: string, user: string, password: string | undefined) => {
    if (password === undefined || password === ':') {
      return `${scheme}${literal(user, `user of the ${place}`)}${password ?? ''}@`;
    }
    return `${scheme}${user}:${literal(password.slice(1), `password of the ${place}`)}@`;
  });
}

/** Where a path is as good as a password: services that tell their callers by it alone. */
const SECRET_PATHS = [
  /^(https?:\/\/(?:[^/?#@]*@)?hooks\.[^/?#]+\/)([^?#]{8,})/i,
  /^(https?:\/\/(?:[^/?#@]*@)?api\.telegram\.org\/bot)([^/?#]+)/i,
  /^(https?:\/\/[^/?#]+\/(?:[^/?#]+\/)*(?:web)?hooks?(?:b\d)?\/)([^?#]*[^/?#]{16,}[^?#]*)/i,
];

function redactPath(url: string, literal: OnSecret): string {
  const kind = SECRET_PATHS.find((pattern) => pattern.test(url));
  if (kind === undefined) return url;
  return url.replace(kind, (_, before: string, path: string) => before + literal(path, 'path of a webhook'));
}

function redactForm(text: string, place: string, literal: OnSecret): string {
  // The # of a reference ends no query.
  return text.replace(/([^&=#]+)=((?:\$\{[^{}\s]*\}|[^&#])*)/g, (whole, name: string, value: string) =>
    isSecretName(readable(name)) ? `${name}=${literal(value, `${place} ${readable(name)}`)}` : whole,
  );
}

function readable(name: string): string {
  return new URLSearchParams(name).keys().next().value ?? name;
}

/** A header whose name says that it holds a credential. */
export function redactHeader([name, value]: Pair, literal: OnSecret): Pair {
  const place = `header ${name}`;
  if (/^cookie$/i.test(name)) {
    return [
      name,
      value.replace(/([^;=\s]+)=([^;]*)|[^;\s][^;]*/g, (whole, key: string | undefined, text: string) =>
        key === undefined ? literal(whole, 'cookie') : `${key}=${literal(text, `cookie ${key}`)}`,
      ),
    ];
  }
  if (!isSecretName(name)) return [name, value];
  const [, scheme = '', rest = ''] = /^(\s*[A-Za-z][\w-]*\s+)?([\s\S]*)$/.exec(value) ?? [];
  return [name, scheme + literal(rest, place)];
}

function redactPair([name, value]: Pair, place: string, literal: OnSecret): Pair {
  return [name, isSecretName(name) ? literal(value, `${place} ${name}`) : value];
}

/** A body without the values of fields whose names say that they hold credentials. */
export function redactBody(body: HttpBody | null, literal: OnSecret): HttpBody | null {
  if (body === null || 'base64' in body) return body;
  if ('text' in body) return { text: redactText(body.text, literal) };
  if ('json' in body) return { json: redactJson(body.json, literal) };
  if ('form' in body) return { form: body.form.map((pair) => redactPair(pair, 'form field', literal)) };
  const redacted = body.multipart.map((part) => {
    if (!isSecretName(part.name) || !('text' in part.content)) return part;
    return { ...part, content: { text: literal(part.content.text, `form field ${part.name}`) } };
  });
  return { multipart: redacted };
}

function redactJson(value: unknown, literal: OnSecret): unknown {
  if (Array.isArray(value)) return value.map((item) => redactJson(item, literal));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const hide = (text: unknown): unknown => {
        if (Array.isArray(text)) return text.map(hide);
        const isSecret = (typeof text === 'string' || typeof text === 'number') && isSecretJson(key, String(text));
        return isSecret ? literal(String(text), `JSON key ${key}`) : redactJson(text, literal);
      };
      return [key, hide(inner)];
    }),
  );
}

/** Everything in an authorization that proves something. */
export function redactAuth(auth: HttpAuth, literal: OnSecret): HttpAuth {
  switch (auth.scheme) {
    case 'basic':
    case 'digest':
      // An API key is a user without a password, as Stripe takes it.
      if (auth.password === '') return { ...auth, user: literal(auth.user, `${auth.scheme} user`) };
      return { ...auth, password: literal(auth.password, `${auth.scheme} password`) };
    case 'bearer':
      return { ...auth, token: literal(auth.token, 'bearer token') };
    case 'oauth2':
      return { ...auth, clientSecret: literal(auth.clientSecret, 'client secret') };
    case 'sigv4':
      return auth.keys === undefined ? auth : { ...auth, keys: redactKeys(auth.keys, literal) };
  }
}

type Keys = NonNullable<Extract<HttpAuth, { scheme: 'sigv4' }>['keys']>;

function redactKeys(keys: Keys, literal: OnSecret): Keys {
  const { secretAccessKey, sessionToken } = keys;
  return {
    ...keys,
    secretAccessKey: literal(secretAccessKey, 'secret access key'),
    ...(sessionToken !== undefined && { sessionToken: literal(sessionToken, 'session token') }),
  };
}

/** What opens a certificate: its key and the passphrase of that. */
export function redactTls(tls: TlsSettings, literal: OnSecret): TlsSettings {
  const { key, passphrase } = tls;
  return {
    ...tls,
    ...(key !== undefined && { key: literal(key, 'private key') }),
    ...(passphrase !== undefined && { passphrase: literal(passphrase, 'passphrase') }),
  };
}
