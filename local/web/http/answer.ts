import type { ServerResponse } from 'node:http';

/**
 * What a route answers. `keep`: whether caches may have it. `nobody` is for what only some may see or what changes at once;
 * `ask` may be kept by everybody and is asked for again each time (304).
 */
export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly keep: 'nobody' | 'ask';
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer that goes on: the route writes it itself. */
export type Stream = { readonly stream: (response: ServerResponse) => void };

export const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json; charset=utf-8';

/** A sentence, which no cache keeps. */
export function words(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: TEXT, body: `${sentence}\n`, keep: 'nobody', headers };
}

export function document(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: JSON_TYPE, body: `${JSON.stringify(value)}\n`, keep: 'nobody', headers };
}

/** Sends a browser on with GET. */
export function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return words(303, `see ${location}`, { location, ...headers });
}
