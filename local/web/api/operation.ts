import type { Handler } from '../http/route.ts';

/** A parameter in the query. `schema`: a JSON Schema. */
type Parameter = { readonly name: string; readonly says: string; readonly schema: object };

/**
 * Something that the API does: what answers it, and what its description says. `path`: below /api/v1, as a route has it.
 * `body`, `answer`: names of files in schemas/, without their ending. `acts`: it changes something, which takes the token.
 */
export type Operation = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly id: string;
  readonly says: string;
  readonly query?: readonly Parameter[];
  readonly body?: string;
  readonly answer: string;
  readonly acts?: true;
  readonly faults: readonly number[];
  readonly handler: Handler;
};
