import * as z from 'zod';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { settings, text } from '#core/settings/setting.ts';
import { isHttpUrl } from '#core/settings/url.ts';
import type { HttpAuth } from '../check.ts';

/** How a request proves who sends it. Every value may be a reference, so rules see only what is certainly wrong. */

/** A colon would begin the password; that of a reference is none of the user's. */
const USER = /^(?:[^\p{Cc}:]|\$\{(?:env|ssm|secret):[^{}\s]+\})*$/u;
const LINE = /^\P{Cc}*$/u;
const WORD = /^[^\p{Cc}\p{Z}]+$/u;
const line = (what: string) => text(LINE, `write ${what} on one line`);
const word = (what: string) => text(WORD, `write ${what} without spaces`);

const password = line('the password').describe('The password.');

/** A user with a password, sent as they are. */
export const basicSettings = settings(
  {
    user: text(USER, 'write the user on one line, without a colon').describe('The user.'),
    password,
  },
  'write a map with user and password',
);

/** A token, sent as it is. */
export const bearerToken = word('the token');

const keys = settings(
  {
    accessKeyId: word('the access key ID').describe('The access key ID.'),
    secretAccessKey: word('the secret access key').describe('The secret access key.'),
    sessionToken: word('the session token').optional().describe('The token of temporary keys.'),
  },
  'write a map with accessKeyId and secretAccessKey',
);

const METHODS = {
  basic: basicSettings.optional().describe('User and password in every request.'),
  digest: settings({ user: line('the user').describe('The user.'), password }, 'write a map with user and password')
    .optional()
    .describe('User and a proof of the password, which is never sent (RFC 7616).'),
  bearer: bearerToken.optional().describe('A token in every request.'),
  oauth2: settings(
    {
      tokenUrl: z
        .string({ error: 'write the URL of the token endpoint' })
        .refine(isHttpUrl, { error: 'write the URL of the token endpoint' })
        .describe('Where tokens are handed out.'),
      clientId: line('the client ID').describe('The ID of the client.'),
      clientSecret: line('the client secret').describe('The secret of the client.'),
      scopes: z
        .array(word('a scope'), { error: 'write a list such as [read, write]' })
        .optional()
        .describe('What the token is asked to be good for.'),
      audience: line('the audience').optional().describe('The API that the token is asked for.'),
      secretIn: z
        .enum(['header', 'body'], { error: 'write header or body' })
        .optional()
        .describe('Where ID and secret of the client are sent. header when left out.'),
    },
    'write a map with tokenUrl, clientId and clientSecret',
  )
    .optional()
    .describe('A token by the credentials of a client (RFC 6749, 4.4), kept as long as it lives.'),
  sigv4: settings(
    {
      service: word('the service, such as execute-api').describe('The service, such as execute-api.'),
      region: word('the region, such as eu-west-1').describe('The region, such as eu-west-1.'),
      keys: keys.optional().describe("The keys to sign with. Those of the function's role when left out."),
    },
    'write a map with service and region',
  )
    .optional()
    .describe('A signature as AWS has it (Signature Version 4).'),
};

const ONE = `write a map with one of ${Object.keys(METHODS).join(', ')}`;

/** `auth` of an http check. */
export const authSchema = settings(METHODS, ONE).refine((value) => Object.keys(value).length === 1, {
  error: `needs exactly one of ${Object.keys(METHODS).join(', ')}`,
});

type AuthoredAuth = z.infer<typeof authSchema>;

/** What is wrong between `auth` and the headers beside it. */
export function authFaults(auth: Draft<AuthoredAuth> | undefined, headers: object | undefined): PathFault[] {
  const header = Object.keys(headers ?? {}).find((name) => name.toLowerCase() === 'authorization');
  if (auth === undefined || header === undefined) return [];
  const message = `is a second authorization beside auth; take one of them out`;
  return [{ path: ['http', 'headers', header], at: 'key', message }];
}

/** `auth` as it travels. */
export function resolveAuth({ basic, digest, bearer, oauth2, sigv4 }: AuthoredAuth): HttpAuth {
  if (basic !== undefined) return { scheme: 'basic', ...basic };
  if (digest !== undefined) return { scheme: 'digest', ...digest };
  if (oauth2 !== undefined) {
    const { scopes = [], audience, secretIn, ...client } = oauth2;
    return {
      scheme: 'oauth2',
      ...client,
      scopes,
      ...(audience !== undefined && { audience }),
      ...(secretIn !== undefined && { secretIn }),
    };
  }
  if (sigv4 === undefined) return { scheme: 'bearer', token: bearer ?? '' };
  const { service, region, keys: own } = sigv4;
  if (own === undefined) return { scheme: 'sigv4', service, region };
  const { sessionToken, ...pair } = own;
  return { scheme: 'sigv4', service, region, keys: { ...pair, ...(sessionToken !== undefined && { sessionToken }) } };
}
