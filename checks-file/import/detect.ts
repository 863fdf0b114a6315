import { isMap } from '#core/text/json-values.ts';
import { readYaml } from '../text/yaml.ts';
import { UnreadableInput } from './imported-check.ts';
import { isUrlList } from './url-list.ts';

const DOCUMENTS = ['har', 'openapi', 'postman', 'gatus', 'blackbox', 'kuma', 'compose'] as const;
const TEXTS = ['curl', 'hurl', 'urls'] as const;
type DocumentFormat = (typeof DOCUMENTS)[number];
type TextFormat = (typeof TEXTS)[number];
export type Format = TextFormat | DocumentFormat;

/** An input with its format: the text, or the document that the text holds. */
export type Input =
  | { readonly format: TextFormat; readonly text: string }
  | { readonly format: DocumentFormat; readonly document: Readonly<Record<string, unknown>> };

const WANTED = 'give curl commands, a HAR file, an OpenAPI 3 document, a Postman collection v2, or what --from names';
/** Whoever walks a document may call itself this often. */
const MOST_DEPTH = 200;
const UNKNOWN = `is of no known format; ${WANTED}`;
const CURL_LINE = /(?:^|[\s;&|()"'`[])(?:[\w./-]*\/)?curl(?:\.exe)?["']?[\s,\\]/m;

/**
 * Finds out what a text is, or reads it as what it is said to be.
 *
 * @throws UnreadableInput when it is none of the formats, or not the one asked for.
 */
export function inputOf(text: string, asked: Format | null): Input {
  const plain = text.replace(/^\ufeff/, '');
  if (plain.trim() === '') throw new UnreadableInput(`is empty; ${WANTED}`);
  if (asked !== null && isText(asked)) return { format: asked, text: plain };
  const read = documentOf(plain);
  const found = 'document' in read ? formatOf(read.document) : null;
  // One command with a colon in it is a YAML map as well.
  const plainFormat = asked === null && found === null ? textFormatOf(plain) : null;
  if (plainFormat !== null) return { format: plainFormat, text: plain };
  if ('fault' in read) throw new UnreadableInput(asked === null ? UNKNOWN : read.fault);
  const format = agreed(found, asked);
  return { format, document: format === 'postman' ? collectionOf(read.document) : read.document };
}

function isText(format: Format): format is TextFormat {
  return TEXTS.some((text) => text === format);
}

const HURL_REQUEST = /^[A-Z]{3,10} (?:https?:\/\/|\{\{)\S+[ \t]*$/m;

function textFormatOf(text: string): TextFormat | null {
  if (isUrlList(text)) return 'urls';
  if (HURL_REQUEST.test(text) && !/^[ \t]*(?:[$%>][ \t]+)?curl[ \t]/m.test(text)) return 'hurl';
  return CURL_LINE.test(text) ? 'curl' : null;
}

function agreed(found: DocumentFormat | null, asked: DocumentFormat | null): DocumentFormat {
  if (asked === null && found === null) throw new UnreadableInput(UNKNOWN);
  if (found !== null && (asked === null || asked === found)) return found;
  const wanted = asked ?? 'har';
  const but = found === null ? '' : `, but ${TITLES[found]}`;
  throw new UnreadableInput(`is not ${TITLES[wanted]}${but}; ${ADVICE[wanted]}`);
}

const TITLES = {
  har: 'a HAR file',
  openapi: 'an OpenAPI document',
  postman: 'a Postman collection',
  gatus: 'a Gatus configuration',
  blackbox: 'a configuration of blackbox_exporter',
  kuma: 'a backup of Uptime Kuma',
  compose: 'a compose file',
} as const;
const ADVICE = {
  har: 'it wants log.entries, as browsers save them',
  openapi: 'it wants openapi: 3.0.x or 3.1.x at the top',
  postman: 'it wants info and item at the top, as Postman exports them (Collection v2.1)',
  gatus: 'it wants a list of endpoints, each with a url and conditions',
  blackbox: 'it wants modules, each with a prober',
  kuma: 'it wants monitorList, as Uptime Kuma exports it',
  compose: 'it wants services, of which one has a healthcheck',
} as const;

function documentOf(
  text: string,
): { readonly document: Readonly<Record<string, unknown>> } | { readonly fault: string } {
  const read = /^\s*[{[]/.test(text) ? jsonOf(text) : readYaml(text);
  if ('value' in read) {
    return isMap(read.value) ? { document: read.value } : { fault: `holds no document; ${WANTED}` };
  }
  const { line, column, message } = read.fault;
  return { fault: line === 0 ? message : `cannot be read in line ${line}, column ${column}: ${message}` };
}

/** JSON by its own parser, which is faster and has no limit of size; what only YAML allows, by YAML's. */
function jsonOf(text: string): ReturnType<typeof readYaml> {
  try {
    return { value: JSON.parse(text), hasOddNumbers: false };
  } catch (error) {
    const yaml = readYaml(text);
    if ('value' in yaml) return yaml;
    // Without the piece of the text that V8 quotes: it may be a secret.
    const reason = String(error).replace(/^SyntaxError: |,? (?:\.\.\.)?".*$/gs, '');
    return { fault: { line: 0, column: 0, message: `is no JSON: ${reason}`, isOurs: false } };
  }
}

function formatOf(document: Readonly<Record<string, unknown>>): DocumentFormat | null {
  if (isDeep(document)) throw new UnreadableInput(`nests more than ${MOST_DEPTH} deep; no tool writes such a file`);
  refuseOldVersions(document);
  const log = document['log'];
  if (isMap(log) && Array.isArray(log['entries'])) return 'har';
  if (document['openapi'] !== undefined) return 'openapi';
  if (Array.isArray(collectionOf(document)['item'])) return 'postman';
  return monitorFormatOf(document);
}

function monitorFormatOf(document: Readonly<Record<string, unknown>>): DocumentFormat | null {
  const { monitorList, modules, services, endpoints } = document;
  if (monitorList !== undefined) return 'kuma';
  if (Array.isArray(endpoints) && endpoints.some((one) => isMap(one) && one['url'] !== undefined)) return 'gatus';
  if (isMap(modules) && Object.values(modules).some((one) => isMap(one) && one['prober'] !== undefined))
    return 'blackbox';
  return isMap(services) && Object.values(services).some((one) => isMap(one) && isMap(one['healthcheck']))
    ? 'compose'
    : null;
}

/** Postman's API wraps a collection once more. */
function collectionOf(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isMap(document['collection']) ? document['collection'] : document;
}

function refuseOldVersions(document: Readonly<Record<string, unknown>>): void {
  const { swagger, openapi, requests, item } = document;
  if (swagger !== undefined && openapi === undefined) {
    throw new UnreadableInput(
      'is Swagger 2.0; convert it to OpenAPI 3 first (swagger2openapi, or Save as OpenAPI 3 in editor.swagger.io)',
    );
  }
  if (openapi !== undefined && !/^3\.[012](?:\.|$)/.test(String(openapi))) {
    throw new UnreadableInput(`is OpenAPI ${JSON.stringify(openapi)}; 3.0, 3.1 and 3.2 are read`);
  }
  if (Array.isArray(requests) && item === undefined) {
    throw new UnreadableInput('is a Postman collection v1; export it from Postman as Collection v2.1');
  }
}

/** Level by level, since a stack could overflow. */
function isDeep(document: object): boolean {
  let level: readonly object[] = [document];
  for (let depth = 0; depth < MOST_DEPTH; depth++) {
    level = level.flatMap((node) => Object.values(node).filter((inner) => typeof inner === 'object' && inner !== null));
    if (level.length === 0) return false;
  }
  return true;
}
