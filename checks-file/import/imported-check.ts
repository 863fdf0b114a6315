import type { Surroundings } from '#core/settings/surroundings.ts';
import type { HttpRequest } from '#kinds/http/check.ts';

/** What the readers of the formats hand on: requests that are not yet entries of a checks file. */

export type AuthoredExpect = {
  readonly status?: number | string | readonly (number | string)[];
  readonly keyword?: string | readonly string[];
  readonly absent?: string | readonly string[];
  readonly matches?: string | readonly string[];
  readonly latency?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly json?: readonly Readonly<Record<string, unknown>>[];
  readonly certificate?: Readonly<Record<string, unknown>>;
  readonly redirect?: string;
  readonly httpVersion?: string;
  readonly size?: Readonly<Record<string, string>>;
};

/**
 * A request and what it should be answered with. `where` says where in the input it was found. `command` is the curl
 * command that says the request, where the input has one.
 */
export type Draft = {
  readonly where: string;
  readonly tags: readonly string[];
  /** null: what is asked stands in `authored`. */
  readonly request: HttpRequest | null;
  /** Settings of an entry as they are written, beside or in place of the request. */
  readonly authored?: Readonly<Record<string, unknown>>;
  readonly command?: string;
  readonly expect: AuthoredExpect;
  /** Its own name; it is called by its request without. */
  readonly name?: string;
  /** Steps of a flow, in place of a request. */
  readonly flow?: readonly StepDraft[];
};

/** One request of a flow, and what is captured of its answer: each as `capture` of a step is written. */
export type StepDraft = Draft & {
  readonly name: string;
  readonly capture: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Settings of a step beside http, expect and capture. */
  readonly beside?: Readonly<Record<string, unknown>>;
};

/** Something that could not be carried over, and why. */
export type Leftover = { readonly where: string; readonly what: string };

/** `notes`: what was left out on purpose, counted. `places`: what an environment variable is for, by its name. */
export type Reading = {
  readonly drafts: readonly Draft[];
  readonly leftovers: readonly Leftover[];
  readonly notes: readonly string[];
  readonly places?: ReadonlyMap<string, string>;
};

export type ReadOptions = {
  /** Reads the files that commands name. */
  readonly outside: Surroundings;
  /** Also requests that may change something: POST, PUT, PATCH, DELETE of a document or a collection. */
  readonly unsafe: boolean;
  /** In place of an OpenAPI document's servers. */
  readonly baseUrl: string | null;
  /** Values for the variables and parameters of a document or collection, before its own. */
  readonly variables: ReadonlyMap<string, string>;
  readonly keepSecrets: boolean;
  /** All requests as the steps of one check. */
  readonly flow?: boolean;
  /** Of a recording: the hosts that are taken, in place of the page's own site. */
  readonly hosts: readonly string[];
  /** The text of a list of targets, for formats that name none. */
  readonly targets: string | null;
};

/** Ends the reading of one request; the message says why it is not carried over. Caught by `carried`. */
export class NotCarried extends Error {
  override readonly name = 'NotCarried' as const;
}

/** What one request was read as; null for one that is not carried over, once `leave` has been told why. */
export function carried<T>(read: () => T, leave: (why: string) => void): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotCarried)) throw error;
    leave(error.message);
    return null;
  }
}

/** The whole input cannot be read; the message says what it is and what to do. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput' as const;
}

/** Text to be sent as it is: what looks like a reference or a template is none. */
export function literal(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('{{', '{{{{');
}

export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Why a request of another method is left out where `unsafe` does not ask for it. */
export const MAY_CHANGE = 'may change something on every run; --unsafe carries it over';

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
