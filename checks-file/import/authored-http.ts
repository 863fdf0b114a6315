import { USUAL_REDIRECTS } from '#core/contract.ts';
import type { HttpAuth, HttpBody, HttpPart, HttpRequest } from '#kinds/http/check.ts';
import { NotCarried } from './imported-check.ts';

/** A request as its author would write it under `http:`. */

type Pair = readonly [string, string];
type Settings = Readonly<Record<string, unknown>>;

/** @throws NotCarried for what `http:` has no setting for. */
export function authoredHttp(request: HttpRequest): Settings {
  const { url, method, headers, query, body, follow, auth, tls } = request;
  const implied = body === null ? 'GET' : 'POST';
  return {
    url,
    ...(method !== implied && { method }),
    ...(headers.length > 0 && { headers: mapOf(headers.map(([name, value]) => [headerName(name), value])) }),
    ...(query.length > 0 && { query: mapOf(query) }),
    ...(body !== null && authoredBody(body)),
    ...(auth !== undefined && { auth: authoredAuth(auth) }),
    ...(tls?.insecure && { tls: { insecure: true } }),
    ...(follow > 0 && { follow: follow === USUAL_REDIRECTS ? true : follow }),
  };
}

/** In lower case, as HTTP/2 sends them; a reference keeps its own. */
function headerName(name: string): string {
  return name.includes('${') ? name : name.toLowerCase();
}

/** Repeated names as one with a list, in the order of the first. */
export function mapOf(pairs: readonly Pair[]): Settings {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = groups.get(name);
    if (values === undefined) groups.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries([...groups].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

function authoredBody(body: HttpBody): Settings {
  if ('text' in body) return { body: body.text };
  if ('json' in body) return { json: body.json };
  if ('form' in body) return { form: mapOf(body.form) };
  if ('base64' in body) throw new NotCarried('the body is not UTF-8 text; save it to a file and name it as bodyFile');
  return { multipart: body.multipart.map(authoredPart) };
}

function authoredPart({ name, content, filename, type }: HttpPart): Settings {
  if (!('text' in content)) throw new NotCarried(`the part ${name} is not UTF-8 text; save it to a file and name that`);
  return {
    name,
    value: content.text,
    ...(filename !== undefined && { filename }),
    ...(type !== undefined && { type }),
  };
}

function authoredAuth(auth: HttpAuth): Settings {
  switch (auth.scheme) {
    case 'basic':
    case 'digest':
      return { [auth.scheme]: { user: auth.user, password: auth.password } };
    case 'bearer':
      return { bearer: auth.token };
    case 'oauth2': {
      const { scheme: _, scopes, ...rest } = auth;
      return { oauth2: { ...rest, ...(scopes.length > 0 && { scopes }) } };
    }
    case 'sigv4':
      return { sigv4: { service: auth.service, region: auth.region, ...(auth.keys && { keys: auth.keys }) } };
  }
}
