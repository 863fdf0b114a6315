import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '#core/contract.ts';
import { PACKAGE_ROOT } from '../../../package-root.ts';
import type { Operation } from './operation.ts';

const SCHEMAS = join(PACKAGE_ROOT, 'schemas');
const ENDING = '.schema.json';
const FAULT = 'api-error';

const FAULTS: Readonly<Record<number, string>> = {
  400: 'What was asked cannot be done; the sentence says why.',
  401: 'The token is missing, or wrong.',
  403: 'Another site sent this, or a form that is none of the page’s.',
  404: 'There is no such check.',
  429: 'Too many at once; Retry-After says when.',
};

/** The description of the API, OpenAPI 3.1: its operations, and of the schemas those that they need. */
export function openApi(operations: readonly Omit<Operation, 'handler'>[], baseUrl: string | null): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version: VERSION,
      description: 'What rollcall watch knows of its checks, and what can be asked of it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl ?? '/' }],
    security: [{ token: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'What --token-file or ROLLCALL_TOKEN has.' },
      },
      schemas: schemasFor(operations.flatMap(({ body, answer }) => [answer, FAULT, ...(body ? [body] : [])])),
    },
  };
}

function described({ id, says, path, query = [], body, answer, acts, faults }: Omit<Operation, 'handler'>): object {
  const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: 'The name of a check.',
    schema: { type: 'string' },
  }));
  const inQuery = query.map(({ name, says, schema }) => ({ name, in: 'query', description: says, schema }));
  return {
    operationId: id,
    summary: says,
    ...(acts && { security: [{ token: [] }] }),
    parameters: [...inPath, ...inQuery],
    ...(body !== undefined && { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: { description: says, content: json(answer) },
      ...Object.fromEntries(faults.map((status) => [status, { description: FAULTS[status], content: json(FAULT) }])),
    },
  };
}

const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

/** These and those that they refer to, which refer to each other here as OpenAPI has it. */
function schemasFor(names: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const wanted = [...names];
  const known = new Set(readdirSync(SCHEMAS));
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (name in found || !known.has(`${name}${ENDING}`)) continue;
    const { $schema: _, ...schema } = JSON.parse(readFileSync(join(SCHEMAS, `${name}${ENDING}`), 'utf8'));
    found[name] = JSON.parse(JSON.stringify(schema), (key, value) => {
      if (key !== '$ref' || typeof value !== 'string') return value;
      const other = value.slice(0, -ENDING.length);
      wanted.push(other);
      return `#/components/schemas/${other}`;
    });
  }
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
