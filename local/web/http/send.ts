import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { codingFor, compressed } from './compressed.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Writes an answer: with its tag, as small as the client takes it, or only that nothing has changed. */
export async function send(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, type, keep, headers = {} } = answer;
  const plain = Buffer.from(answer.body);
  const common = {
    ...SECURITY_HEADERS,
    'cache-control': keep === 'ask' ? 'no-cache' : 'no-store',
    vary: 'accept-encoding, accept-language, authorization, cookie',
    ...headers,
  };
  const tag = keep === 'ask' && status === 200 ? tagOf(plain) : null;
  const tagged = tag === null ? common : { ...common, etag: tag };
  if (tag !== null && hasTag(request.headers['if-none-match'], tag)) {
    response.writeHead(304, tagged).end();
    return;
  }
  const { body, coding } = await compressed(plain, type, codingFor(request.headers['accept-encoding']));
  response.writeHead(status, {
    ...tagged,
    'content-type': type,
    'content-length': body.length,
    ...(coding !== null && { 'content-encoding': coding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Weak: what is compressed one way or another is the same page. */
function tagOf(body: Buffer): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

function hasTag(wanted: string | undefined, tag: string): boolean {
  const strong = tag.slice(2);
  return (wanted ?? '').split(',').some((one) => [tag, strong, '*'].includes(one.trim()));
}
