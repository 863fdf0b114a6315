import type { Check } from '#core/check/check.ts';
import type { TlsSettings } from '#core/check/tls.ts';
import type { HttpBody, JsonExpect } from '../http/check.ts';

/** What is sent as one message: text, JSON as text, or bytes. */
export type Message = Extract<HttpBody, { text: string } | { json: unknown } | { base64: string }>;

/** How the upgrade proves who sends it. */
export type WebsocketAuth =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string };

/**
 * `exchange` and that of what is expected are of one length: at each place something is sent, or expected, or first the
 * one and then the other. `ping`: a ping is sent before, and its pong waited for.
 */
export type WebsocketTarget = {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly auth?: WebsocketAuth;
  readonly tls?: TlsSettings;
  readonly protocols: readonly string[];
  readonly exchange: readonly ({ readonly body: Message } | null)[];
  readonly ping: boolean;
  readonly allowPrivate?: true;
};

/** What one message must be: all that is said of it. `base64`: a message of just these bytes. */
export type MessageExpect = {
  readonly keyword?: string;
  readonly matches?: readonly string[];
  readonly json?: readonly JsonExpect[];
  readonly base64?: string;
};

/** `close`: the code with which the server ends the conversation, null when it is not waited for. */
type WebsocketExpect = {
  readonly exchange: readonly (MessageExpect | null)[];
  readonly close: number | null;
  readonly latencyMs: number | null;
};

/** A check of kind websocket as it travels. */
export type WebsocketCheck = Check<'websocket', WebsocketTarget, WebsocketExpect>;
