import { isMap } from '#core/text/json-values.ts';

/** What editors call settings and maps of settings: without a title they show the names of parts of the schema. */

type Json = Record<string, unknown>;

/** Words that are written otherwise than in small letters. */
const SPELT: ReadonlyMap<string, string> = new Map(
  (
    'ARN CA DNS EC HTTP HTTPS ID IP JSON KMS NG OCSP OK RSA SLO SMS SMTP SQS TCP TLS TTL URL VPC XML ' +
    'GraphQL OAuth2 SigV4 STARTTLS WebSocket curl gRPC'
  )
    .split(' ')
    .map((word) => [word.toLowerCase(), word]),
);

/** A setting as words: `connectTimeout` is `Connect timeout`, `tokenUrl` is `Token URL`. */
export function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_]+/);
  return words.map((word, index) => SPELT.get(word) ?? (index === 0 ? capital(word) : word)).join(' ');
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** The schema with a title at each setting, and at each map that stands in a list, under a name, or as one form of several. */
export function withTitles(schema: Json): Json {
  return within(schema, null);
}

/** `name`: of the setting that the schema is of; null where it is of none. */
function within(schema: Json, name: string | null): Json {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (Array.isArray(value)) return [key, FORMS.has(key) ? formsOf(value, name) : value];
      return [key, isMap(value) ? (INNER[key]?.(value, name) ?? value) : value];
    }),
  );
}

const FORMS = new Set(['anyOf', 'oneOf']);

const INNER: Readonly<Record<string, (value: Json, name: string | null) => Json>> = {
  properties: (value) => each(value, (inner, setting) => titled(inner, titleOf(setting), setting)),
  $defs: (value) => each(value, within),
  items: (value, name) => mapTitled(value, `an item of ${name}`, name),
  additionalProperties: (value, name) => mapTitled(value, `an entry of ${name}`, name),
  propertyNames: (value) => ({ title: 'a name', ...value }),
};

/** Of several maps each is called by what it cannot be without. */
function formsOf(forms: readonly unknown[], name: string | null): unknown[] {
  const areSeveral = forms.filter((form) => isMap(form) && isObject(form)).length > 1;
  return forms.map((form) => {
    if (!isMap(form)) return form;
    if (!isObject(form) || name === null) return within(form, name);
    const { required } = form;
    const by = areSeveral && Array.isArray(required) ? ` with ${required.join(' and ')}` : '';
    return titled(form, `${titleOf(name)}${by}`, name);
  });
}

function mapTitled(schema: Json, title: string, name: string | null): Json {
  return isObject(schema) || 'anyOf' in schema ? titled(schema, title, name) : within(schema, name);
}

function titled(schema: Json, title: string, name: string | null): Json {
  return { title, ...within(schema, name) };
}

const isObject = ({ type }: Json): boolean => type === 'object';

function each(map: Json, change: (schema: Json, name: string) => Json): Json {
  return Object.fromEntries(
    Object.entries(map).map(([name, inner]) => [name, isMap(inner) ? change(inner, name) : inner]),
  );
}
