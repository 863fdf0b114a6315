import type { HttpRequest } from '#kinds/http/check.ts';

/** What the readers of the formats hand on: requests that are not yet entries of a checks file. */

export type AuthoredExpect = {
  readonly status?: number | string | readonly (number | string)[];
  readonly keyword?: string;
  readonly latency?: string;
  readonly header?: Readonly<Record<string, string>>;
};

/**
 * A request and what it should be answered with. `where` says where in the input it was found. `command` is the curl
 * command that says the request, where the input has one.
 */
export type Draft = {
  readonly where: string;
  readonly tags: readonly string[];
  readonly request: HttpRequest;
  readonly command?: string;
  readonly expect: AuthoredExpect;
};

/** Something that could not be carried over, and why. */
export type Leftover = { readonly where: string; readonly what: string };

/** `notes`: what was left out on purpose, counted. */
export type Reading = {
  readonly drafts: readonly Draft[];
  readonly leftovers: readonly Leftover[];
  readonly notes: readonly string[];
};

export type ReadOptions = {
  /** Also operations that may change something: POST, PUT, PATCH, DELETE of an OpenAPI document. */
  readonly unsafe: boolean;
  /** In place of an OpenAPI document's servers. */
  readonly baseUrl: string | null;
  /** Values for a Postman collection's variables, before the collection's own. */
  readonly variables: ReadonlyMap<string, string>;
  readonly keepSecrets: boolean;
};

/** Ends the reading of one request; the message says why it is not carried over. Caught by whoever reads the next. */
export class NotCarried extends Error {
  override readonly name = 'NotCarried' as const;
}

/** The whole input cannot be read; the message says what it is and what to do. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput' as const;
}

/** Text to be sent as it is: what looks like a reference or a template is none. */
export function literal(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('{{', '{{{{');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
