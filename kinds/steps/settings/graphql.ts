import * as z from 'zod';
import { once } from '#core/once.ts';
import { choice, filledText, settings } from '#core/settings/setting.ts';
import type { JsonExpect } from '../../http/check.ts';

const WRITE = 'write a map such as {query: "{ status }"}';

/** `graphql` of a step: a body that is a query, and an answer that holds no errors. */
export const graphqlSchema = once(() =>
  settings(
    {
      query: filledText('write a query such as "{ status }"').describe('The query or mutation.'),
      variables: z
        .record(z.string(), z.unknown(), { error: 'write a map of names and values' })
        .optional()
        .describe('The values of its variables.'),
      operation: filledText('write the name of the operation')
        .optional()
        .describe('Which of several operations it is.'),
      errors: choice(['none', 'allowed'])
        .optional()
        .describe('allowed: the answer may hold errors beside data. none when left out.'),
    },
    WRITE,
  ),
);

/** `graphql` as people write it. */
export type AuthoredGraphql = z.infer<ReturnType<typeof graphqlSchema>>;

/** The query as the JSON body that it is sent as. */
export function graphqlBody({ query, variables, operation }: Partial<Record<keyof AuthoredGraphql, unknown>>): object {
  return {
    query,
    ...(variables !== undefined && { variables }),
    ...(operation !== undefined && { operationName: operation }),
  };
}

/** What is expected of its answer by itself: a GraphQL server reports its errors with status 200. */
export function graphqlExpect({ errors }: AuthoredGraphql): readonly JsonExpect[] {
  return errors === 'allowed' ? [] : [{ path: '$.errors', exists: false }];
}
