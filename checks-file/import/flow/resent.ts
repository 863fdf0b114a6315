import { percentDecoded } from '#core/text/percent-decoded.ts';
import type { HttpBody, HttpRequest } from '#kinds/http/check.ts';

/** A value that was answered, with what stands for it; null where it is none. */
export type MarkOf = (value: string) => string | null;

/** A request with each value in it that an earlier answer had by its mark: whole parts of it only. */
export function withMarks(request: HttpRequest, markOf: MarkOf): HttpRequest {
  return {
    ...request,
    url: urlWith(request.url, markOf),
    headers: request.headers.map(([name, value]) => [name, headerWith(value, markOf)]),
    query: request.query.map(([name, value]) => [name, markOf(value) ?? value]),
    body: request.body === null ? null : bodyWith(request.body, markOf),
  };
}

/** `Bearer TOKEN`, too. */
function headerWith(value: string, markOf: MarkOf): string {
  const [, scheme = '', rest = value] = /^([A-Za-z][\w-]* )?(\S+)$/.exec(value) ?? [];
  const mark = markOf(value) ?? markOf(rest);
  if (mark === null) return value;
  return markOf(value) === null ? `${scheme}${mark}` : mark;
}

/** Segments of the path and values of the query. */
function urlWith(url: string, markOf: MarkOf): string {
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(.*)$/is.exec(url) ?? [];
  const segments = path.split('/').map((segment) => markOf(percentDecoded(segment)) ?? segment);
  const parameters = query.replace(/([?&][^=&]*=)([^&#]*)/g, (whole, before: string, value: string) => {
    const mark = markOf(percentDecoded(value.replaceAll('+', ' ')));
    return mark === null ? whole : `${before}${mark}`;
  });
  return `${origin}${segments.join('/')}${parameters}`;
}

function bodyWith(body: HttpBody, markOf: MarkOf): HttpBody {
  if ('json' in body) return { json: jsonWith(body.json, markOf) };
  if ('form' in body) return { form: body.form.map(([name, value]) => [name, markOf(value) ?? value]) };
  if (!('multipart' in body)) return body;
  return {
    multipart: body.multipart.map((part) => {
      const mark = 'text' in part.content ? markOf(part.content.text) : null;
      return mark === null ? part : { ...part, content: { text: mark } };
    }),
  };
}

function jsonWith(value: unknown, markOf: MarkOf): unknown {
  if (typeof value === 'string') return markOf(value) ?? value;
  if (typeof value === 'number') return markOf(String(value)) ?? value;
  if (Array.isArray(value)) return value.map((one) => jsonWith(one, markOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonWith(one, markOf)]));
}
