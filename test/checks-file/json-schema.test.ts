import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { checksJsonSchema } from '#checks-file/json-schema.ts';
import { titleOf } from '#checks-file/json-schema-titles.ts';
import { parseChecks } from '#checks-file/parse.ts';
import { readYaml } from '#checks-file/text/yaml.ts';
import { isMap } from '#core/text/json-values.ts';

const root = new URL('../../', import.meta.url);
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(checksJsonSchema());

/** What needs more than one setting at a time, or arithmetic, to be seen as wrong: no schema could. */
const BEYOND_SCHEMA = new RegExp(
  `^(?:${[
    'absent-in',
    'body-with-head',
    'page-(?:names|times)',
    'certificate-of-http',
    'certificate-empty',
    'degraded-(?:empty|never|over)',
    'header-(?:matches|two)',
    'stream-',
    'xml-',
    'json-(?:as-alone|less-beyond|count-nothing|count-empty|exists-and|lost|matches|no-operator|nothing|path-(?:broken|function|regex))',
    'keyword-both',
    'keyword-neither',
    'latency-(?:map|phase)',
    'matches-(?:anything|broken|look|too)',
    'redirect-itself',
    'schema-(?!list)',
    'sent-numbers',
    'checks-missing',
    'vars-(?!schema)',
    'for-(?!schema)',
    'kind-defaults-(?!schema)',
    'merge-no',
    'size-(?:crossed|empty|least|over)',
    'all-disabled',
    'connect-timeout-over',
    'latency-over',
    'maintenance-(?!settings)',
    'minus-zero',
    'zone-of-icu',
    'depends-on(?!-settings)',
    'duplicate-name',
    'header-repeated',
    'keyword-with-head',
    'status-everything',
    'status-falling',
    'two-bodies',
    'auth-with-header',
    'file-not-here',
    'proxy-with-connect-to',
    'json-number',
    'duration-(?:zero|decimals)',
    'default-timeout',
    'deploy-(?:home|page-|quorum|regions)',
    'subscription-severity-of',
    'metrics-of',
    'timeout-too-long',
    'recheck-after',
    'method-connect',
    'url-(?:credentials|gap|line-break|port)',
    'dns-(?:name\\.|server\\.|server-missing|tls|connect-timeout|certificate-days|records\\.|rcode-and|count-rules|ttl-parts|matches)',
    'grpc-(?:certificate-days|connect-timeout|serving-and|tls-key)',
    'tcp-(?:connect-timeout|end-alone|exchange-(?:breaks|patterns|references|two))',
    'domain-(?:connect-timeout|dateless|days-crossed|latency|name-label|name[.])',
    'heartbeat-(?:cron|early|regions|schedule|stall|start-within)',
    'steps-names',
    'tls-(?:certificates|expect-rules)',
    'websocket-(?:auth-two|connect-timeout|exchange-(?:patterns|two)|headers|latency|tls-plain|url-credentials)',
  ].join('|')})`,
);

function contentOf(path: string): unknown {
  const read = readYaml(readFileSync(new URL(path, root), 'utf8'));
  return 'value' in read ? read.value : undefined;
}

/** The settings that lack one of these. */
function without(note: 'title' | 'description', schema: unknown, path = ''): string[] {
  if (!isMap(schema)) return Array.isArray(schema) ? schema.flatMap((item) => without(note, item, path)) : [];
  const here = isMap(schema['properties']) ? Object.entries(schema['properties']) : [];
  const bare = here.flatMap(([name, property]) => (isMap(property) && property[note] ? [] : [`${path}.${name}`]));
  return [...bare, ...Object.entries(schema).flatMap(([key, inner]) => without(note, inner, `${path}.${key}`))];
}

describe('checks.schema.json', () => {
  it('is what the schema says now; npm run generate writes it', () => {
    expect(JSON.parse(readFileSync(new URL('checks.schema.json', root), 'utf8'))).toEqual(checksJsonSchema());
  });

  it.each(['title', 'description'] as const)('gives every setting a %s', (note) => {
    expect(without(note, checksJsonSchema())).toEqual([]);
  });

  it('gives every part that stands in several places a title where it is a map, as editors show it', () => {
    const parts = Object.entries(checksJsonSchema()['$defs'] as Record<string, Record<string, unknown>>);
    const nameless = parts.filter(([, part]) => part['type'] === 'object' && part['title'] === undefined);
    expect(nameless.map(([name]) => name)).toEqual([]);
  });

  it.each([
    ['connectTimeout', 'Connect timeout'],
    ['tokenUrl', 'Token URL'],
    ['http', 'HTTP'],
    ['curl_cmd', 'curl cmd'],
  ])('calls %s %s', (name, title) => {
    expect(titleOf(name)).toBe(title);
  });

  it('is named by checks.yaml, which it accepts, as the parser does', () => {
    const text = readFileSync(new URL('checks.yaml', root), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./checks.schema.json');
    expect(validate(contentOf('checks.yaml')), JSON.stringify(validate.errors)).toBe(true);
    expect(parseChecks(text).faults).toEqual([]);
  });

  const files = readdirSync(new URL('test/checks-file/invalid/', root));
  const readable = files.filter((file) => contentOf(`test/checks-file/invalid/${file}`) !== undefined);

  it.each(readable.filter((file) => !BEYOND_SCHEMA.test(file)))('refuses %s in an editor too', (file) => {
    expect(validate(contentOf(`test/checks-file/invalid/${file}`))).toBe(false);
  });

  it.each(readable.filter((file) => BEYOND_SCHEMA.test(file)))('leaves %s to the parser', (file) => {
    expect(validate(contentOf(`test/checks-file/invalid/${file}`)), JSON.stringify(validate.errors)).toBe(true);
  });
});
