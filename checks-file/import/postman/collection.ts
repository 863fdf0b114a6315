import * as z from 'zod';

/** The part of a Postman collection v2.0 or v2.1 that is read. Everything may be null: exports are full of it. */

const anything = z.unknown().optional();
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const pair = z.looseObject({
  key: text.nullish(),
  value: text.nullish(),
  disabled: z.boolean().nullish(),
  type: z.string().nullish(),
  src: anything,
  contentType: z.string().nullish(),
});
const pairs = z.array(pair);

export type PostmanPair = z.infer<typeof pair>;

/** v2.1 keeps an auth's settings as a list of pairs, v2.0 as a map. */
export const authSchema = z.looseObject({ type: z.string() });
export type PostmanAuth = z.infer<typeof authSchema>;

const url = z.union([
  z.string(),
  z.looseObject({
    raw: z.string().nullish(),
    protocol: z.string().nullish(),
    host: z.union([z.string(), z.array(z.string())]).nullish(),
    port: text.nullish(),
    path: z.union([z.string(), z.array(z.unknown())]).nullish(),
    query: pairs.nullish(),
    variable: z.array(z.looseObject({ key: text.nullish(), id: text.nullish(), value: text.nullish() })).nullish(),
  }),
]);
export type PostmanUrl = z.infer<typeof url>;

const body = z.looseObject({
  mode: z.string().nullish(),
  disabled: z.boolean().nullish(),
  raw: z.string().nullish(),
  urlencoded: z.union([pairs, z.string()]).nullish(),
  formdata: pairs.nullish(),
  graphql: z
    .looseObject({ query: z.string().nullish(), variables: anything, operationName: z.string().nullish() })
    .nullish(),
  options: z.looseObject({ raw: z.looseObject({ language: z.string().nullish() }).nullish() }).nullish(),
});
export type PostmanBody = z.infer<typeof body>;

const detailed = z.looseObject({
  method: z.string().nullish(),
  url: url.nullish(),
  header: z.union([pairs, z.string()]).nullish(),
  body: body.nullish(),
  auth: authSchema.nullish(),
});

export const requestSchema = z.union([
  z.string().transform((raw): z.infer<typeof detailed> => ({ url: raw })),
  detailed,
]);
export type PostmanRequest = z.infer<typeof requestSchema>;

export const eventsSchema = z.array(
  z.looseObject({
    listen: z.string(),
    disabled: z.boolean().nullish(),
    script: z.looseObject({ exec: z.union([z.string(), z.array(z.string())]).nullish() }).nullish(),
  }),
);

export const variablesSchema = z.array(
  z.looseObject({ key: text.nullish(), id: text.nullish(), value: anything, disabled: z.boolean().nullish() }),
);
