import { cutToBytes, safeText } from '#core/text/safe-text.ts';
import type { HttpBody, HttpRequest } from '../check.ts';
import { redactRequest } from '../secrets.ts';
import { toCurl } from '../to-curl.ts';

/** A command of this length still has room beside the other parts of a verdict. */
const MOST_BYTES = 400;
const BODY_BYTES = 60;

/**
 * The curl command that sends a request again, without secrets, on one line. The body of a long one is cut, and says so,
 * because what comes after it is the URL.
 */
export function curlOf(request: HttpRequest): string {
  const whole = safeText(toCurl(request));
  if (request.body === null || Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  // Redacted before it is cut: half a credential has no longer the look of one.
  const { body, headers, ...rest } = redactRequest(request);
  if (body === null) return whole;
  const typed = 'json' in body && !headers.some(([name]) => /^content-type$/i.test(name));
  const type = typed ? [['Content-Type', 'application/json'] as const] : [];
  return safeText(toCurl({ ...rest, headers: [...headers, ...type], body: beginningOf(body) }));
}

function beginningOf(body: HttpBody): HttpBody {
  if ('text' in body) return { text: cutToBytes(body.text, BODY_BYTES) };
  if ('json' in body) return { text: cutToBytes(JSON.stringify(body.json), BODY_BYTES) };
  if ('form' in body) return { form: body.form.map(([name, value]) => [name, cutToBytes(value, BODY_BYTES / 3)]) };
  if ('base64' in body) return body;
  return {
    multipart: body.multipart.map((part) => {
      if (!('text' in part.content)) return part;
      return { ...part, content: { text: cutToBytes(part.content.text, BODY_BYTES / 3) } };
    }),
  };
}
