import type { Check, TimeLimits } from '#core/check/check.ts';
import type { TlsSettings } from '#core/check/tls.ts';

/** Inclusive ranges of HTTP status codes: 200 is [200, 200], "2xx" is [200, 299]. */
export type StatusRange = readonly [from: number, to: number];

type Pair = readonly [name: string, value: string];

/** One part of a multipart/form-data body: a text field, or a file when it has a filename. A `type` of '' is none. */
export type HttpPart = {
  readonly name: string;
  readonly content: { readonly text: string } | { readonly base64: string };
  readonly filename?: string;
  readonly type?: string;
};

/** What is sent, before encoding: the checker encodes, so that references to secrets are resolved first. */
export type HttpBody =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly json: unknown }
  | { readonly form: readonly Pair[] }
  | { readonly multipart: readonly HttpPart[] };

/** How a request proves who sends it. */
export type HttpAuth =
  /** `any`: of a digest, that basic does where the server offers no digest (`--anyauth`). */
  | { readonly scheme: 'basic' | 'digest'; readonly user: string; readonly password: string; readonly any?: true }
  | { readonly scheme: 'bearer'; readonly token: string }
  | {
      readonly scheme: 'oauth2';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scopes: readonly string[];
      readonly audience?: string;
      /** Where the client's id and secret go: a Basic authorization header unless said otherwise. */
      readonly secretIn?: 'header' | 'body';
    }
  /** Without keys the checker signs with its own role, whose keys Lambda gives it in environment variables. */
  | {
      readonly scheme: 'sigv4';
      readonly service: string;
      readonly region: string;
      readonly keys?: {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string;
      };
    };

/**
 * Where to connect instead: an address for a name (`--resolve`), or another host and port (`--connect-to`). Of several
 * that fit the first counts; `--connect-to` comes before `--resolve`, which sees where that leads. `host` '' and `port` 0
 * fit any; `toHost` '' and `toPort` 0 keep what they were. IPv6 addresses have no brackets.
 */
export type HttpPin = { readonly host: string; readonly port: number } & (
  | { readonly address: string }
  | { readonly toHost: string; readonly toPort: number }
);

/**
 * Where redirects go on otherwise than usual, which is: POST becomes GET at 301, 302 and 303, other methods but HEAD
 * at 303, and credentials stay with the origin that they were meant for.
 */
export type HttpRedirects = {
  /** Credentials and cookies go to whatever host a redirect names (`--location-trusted`). */
  readonly trusted?: boolean;
  /** After these a POST is sent again with its body (`--post301` …). */
  readonly keepPost?: readonly (301 | 302 | 303)[];
  /** The method is sent again on each redirect, whatever becomes of the body (`-X` with `-L`). */
  readonly keepMethod?: boolean;
  /** The body holds what a reference stood for: no other origin gets it. */
  readonly secretBody?: true;
  /** Names, in small letters, of headers that no other origin gets, because they hold what a reference stood for. */
  readonly secret?: readonly string[];
  /** Redirects to the other protocol are not followed (`--proto-redir =https`). */
  readonly only?: 'http' | 'https';
};

/** What a checker adds by itself. */
export type OmittedHeader = 'accept' | 'user-agent' | 'content-type';

/** What an http check asks: its `target`. */
export type HttpRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly Pair[];
  /** Added to what the url already has. */
  readonly query: readonly Pair[];
  readonly body: HttpBody | null;
  /** The most redirects to follow; 0 follows none. */
  readonly follow: number;
  readonly redirects?: HttpRedirects;
  /** Cookies that an answer sets are sent with the redirects that follow it. */
  readonly cookies?: true;
  /** Headers that the checker would add by itself, and must not. */
  readonly omit?: readonly OmittedHeader[];
  /** `.` and `..` in the path are sent as they are written (`--path-as-is`). */
  readonly pathAsIs?: true;
  readonly auth?: HttpAuth;
  readonly tls?: TlsSettings;
  /** `http://[user:password@]host:port`, or https:// for TLS with the proxy itself. */
  readonly proxy?: string;
  readonly pins?: readonly HttpPin[];
  /** Only addresses of this family are tried. */
  readonly family?: 4 | 6;
  /**
   * '2' is demanded: TLS offers it by ALPN, and over http:// the server must speak it unasked. '1.1': nothing else is
   * offered. When left out TLS offers both and the server picks; over http:// it is 1.1.
   */
  readonly httpVersion?: '1.1' | '2';
  /** Asks for a compressed response; then a content-encoding that cannot be inflated is NG. */
  readonly compressed?: boolean;
  /**
   * A body that says that it is compressed is inflated, asked for or not. Without this and `compressed` it is judged as it
   * was sent: so does curl.
   */
  readonly inflate?: true;
  /** The body has no end: it is read for so long, and judged by what has come. */
  readonly streamMs?: number;
  /** The target, and whatever it redirects to, may have a private address. */
  readonly allowPrivate?: true;
};

/** What an http check expects. */
export type HttpExpect = {
  readonly status: readonly StatusRange[];
  /** Text that the body must hold, within the first BODY_CAP_BYTES. */
  readonly keyword: string | null;
  /** Text that the body must not hold. */
  readonly absent: string | null;
  /** The most milliseconds from the start of the attempt to the end of the body. */
  readonly latencyMs: number | null;
  /** Headers that the response must have, with exactly this value; names in any case. */
  readonly headers: readonly Pair[];
  /** What few checks expect: a checker loads what judges it only when it is there. */
  readonly more?: MoreExpect;
};

/** Nothing is expected of a response. */
export const NO_EXPECT: HttpExpect = { status: [], keyword: null, absent: null, latencyMs: null, headers: [] };

/** Texts of which all are meant, or one. */
export type TextSet = { readonly all: readonly string[] } | { readonly any: readonly string[] };

/** One place in a JSON body, by JSONPath, and what must hold of every value there. */
export type JsonExpect = {
  readonly path: string;
  readonly equals?: unknown;
  readonly matches?: string;
  readonly exists?: boolean;
  /** Of the items of the one array that the path leads to, else of the values it selects. */
  readonly count?: number | NumberLimits;
  /** Limits; a whole number beyond 2^53 is text, which keeps its digits. */
  readonly less?: number | string;
  readonly greater?: number | string;
  /** Text is read as the number that it says, before it is held against limits. */
  readonly as?: 'number';
};

/** Places in an XML body, by XPath 1.0, and what must hold of the text of each, or of what the path comes to. */
export type XmlExpect = Pick<JsonExpect, 'path' | 'matches' | 'exists' | 'count' | 'less' | 'greater'> & {
  readonly equals?: string | number | boolean;
  /** What the prefixes in the path stand for. */
  readonly namespaces?: Readonly<Record<string, string>>;
};

type NumberLimits = { readonly less?: number; readonly greater?: number };

/** A header by something other than its exact value. */
export type HeaderExpect = { readonly name: string } & ({ readonly matches: string } | { readonly absent: true });

/** Expectations that few checks have. */
export type MoreExpect = {
  /** Texts that the body must hold: all of them, or any. */
  readonly keywords?: TextSet;
  /** Texts that the body must not hold: none of them, or not all of them (`any` is absent). */
  readonly absents?: TextSet;
  /** Regexes in RE2's language, each found somewhere in the body's text. */
  readonly matches?: readonly string[];
  readonly json?: readonly JsonExpect[];
  readonly xml?: readonly XmlExpect[];
  /** A JSON Schema that the body fits. */
  readonly schema?: object;
  readonly headers?: readonly HeaderExpect[];
  readonly phases?: TimeLimits;
  /** Of the body, in bytes. */
  readonly size?: { readonly atLeast?: number; readonly atMost?: number };
  /** The URL that following redirects ended at, or that an unfollowed redirect points to. */
  readonly redirect?: string;
  /** The least days that the certificate is still good for; text in the name of who issued it. */
  readonly certificate?: { readonly days?: number; readonly issuer?: string };
  readonly httpVersion?: '1.1' | '2';
};

/** A check of kind http as it travels. */
export type HttpCheck = Check<'http', HttpRequest, HttpExpect>;
