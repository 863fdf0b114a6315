import { XMLParser } from 'fast-xml-parser';
import { awsUrl, endpointIn } from '../runtime/aws-url.ts';
import { requireEnv } from '../runtime/env.ts';
import { ownClient } from '../runtime/own-client.ts';

/** An object that is there. `etag` with its quotes: of what was written here it is the MD5 of the body. */
export type Listed = { readonly key: string; readonly etag: string; readonly modifiedAt: number };

/** The body of an object, and which version of it that is. */
type Stored = { readonly body: Buffer<ArrayBuffer>; readonly etag: string };

type Body = { readonly body: string | Buffer<ArrayBuffer>; readonly contentType: string };

/** What `put` asks of what is there: that it is this version, or that there is none. @default - nothing */
type Condition = { readonly ifMatch: string } | { readonly ifNone: true };

/** A bucket of S3. Each throws when S3 does not answer, or refuses. */
export type Objects = {
  list(): Promise<readonly Listed[]>;
  /** Null where there is none. */
  get(key: string): Promise<Stored | null>;
  /** Whether it was written: false where the condition does not hold. */
  put(key: string, object: Body, condition?: Condition): Promise<boolean>;
  remove(key: string): Promise<void>;
};

const TIMEOUT_MS = 10_000;
const RETRIES = 3;
/** Browsers and CloudFront ask again after a minute. */
const CACHE_CONTROL = 'public, max-age=60';

/** With the credentials and in the Region of the function that it runs in. */
export function objectsOf(bucket: string): Objects {
  const client = ownClient('s3', RETRIES);
  const base = addressOf(bucket, requireEnv('AWS_REGION'));
  const send = async (path: string, init: RequestInit, taken: readonly number[] = []): Promise<Response> => {
    const answer = await client.fetch(`${base}${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.ok || taken.includes(answer.status)) return answer;
    const why = (await answer.text()).slice(0, 300);
    throw new Error(`S3 answered ${answer.status} to ${init.method} ${path}: ${why}`);
  };
  return {
    async list() {
      const found: Listed[] = [];
      let next = '';
      do {
        const token = next === '' ? '' : `&continuation-token=${encodeURIComponent(next)}`;
        const page = pageIn(await (await send(`?list-type=2${token}`, { method: 'GET' })).text());
        found.push(...page.listed);
        next = page.next;
      } while (next !== '');
      return found;
    },
    async get(key) {
      const answer = await send(key, { method: 'GET' }, [404]);
      if (answer.status === 404) return null;
      return { body: Buffer.from(await answer.arrayBuffer()), etag: answer.headers.get('etag') ?? '' };
    },
    async put(key, { body, contentType }, condition) {
      const headers = { 'content-type': contentType, 'cache-control': CACHE_CONTROL, ...headerOf(condition) };
      // 409: somebody else writes it at this very moment.
      const answer = await send(key, { method: 'PUT', body, headers }, condition === undefined ? [] : [409, 412]);
      return answer.ok;
    },
    async remove(key) {
      await send(key, { method: 'DELETE' });
    },
  };
}

function headerOf(condition: Condition | undefined): Readonly<Record<string, string>> {
  if (condition === undefined) return {};
  return 'ifMatch' in condition ? { 'if-match': condition.ifMatch } : { 'if-none-match': '*' };
}

/** By path where an endpoint is given, as emulators want it; with a slash at its end. */
function addressOf(bucket: string, region: string): string {
  const endpoint = endpointIn('AWS_ENDPOINT_URL_S3', process.env);
  return endpoint === undefined ? `${awsUrl(`${bucket}.s3`, region)}/` : `${endpoint}/${bucket}/`;
}

type Answer = {
  readonly ListBucketResult?: {
    readonly NextContinuationToken?: string;
    readonly Contents?: readonly { readonly Key: string; readonly ETag: string; readonly LastModified: string }[];
  };
};

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' });

function pageIn(xml: string): { readonly listed: readonly Listed[]; readonly next: string } {
  const { ListBucketResult: result = {} } = parser.parse(xml) as Answer;
  const listed = (result.Contents ?? []).map(({ Key, ETag, LastModified }) => {
    return { key: Key, etag: ETag, modifiedAt: Date.parse(LastModified) };
  });
  return { listed, next: result.NextContinuationToken ?? '' };
}
