import { fault } from '../api/answers.ts';
import { openApi } from '../api/openapi.ts';
import type { Operation } from '../api/operation.ts';
import { operationsOf } from '../api/operations.ts';
import { type Answer, document, type Stream } from '../http/answer.ts';
import { clientFault } from '../http/client-fault.ts';
import type { Call, Handler, Route } from '../http/route.ts';
import type { Shared } from '../shared.ts';
import { forActing, forPrivate } from './guarded.ts';

const BELOW = '/api/v1';

/** The API and its description. */
export function apiRoutes(shared: Shared): readonly Route[] {
  const operations = operationsOf(shared);
  const [baseUrl = null] = shared.baseUrls;
  let description: Answer | null = null;
  const described = (): Answer => {
    description ??= { ...document(openApi(operations, baseUrl)), keep: 'ask' };
    return description;
  };
  const ways = Map.groupBy(operations, ({ path }) => path);
  return [
    ...[...ways].map(([path, several]) => ({
      path: `${BELOW}${path}`,
      on: Object.fromEntries(several.map((one) => [one.method, inWords(guarded(one, shared))])),
    })),
    { path: `${BELOW}/openapi.json`, on: { GET: described } },
  ];
}

function guarded({ acts, handler }: Operation, shared: Shared): Handler {
  return acts ? forActing(shared, handler) : forPrivate(handler);
}

async function answered(handler: Handler, call: Call): Promise<Answer | Stream> {
  try {
    return await handler(call);
  } catch (error) {
    const theirs = clientFault(error);
    if (theirs === null) throw error;
    return theirs;
  }
}

/** What other routes would say in a line is a document too. */
function inWords(handler: Handler): Handler {
  return async (call) => {
    const answer = await answered(handler, call);
    if ('stream' in answer || !answer.type.startsWith('text/plain')) return answer;
    return fault(answer.status, String(answer.body).trim(), answer.headers);
  };
}
