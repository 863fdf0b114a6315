import type { Viewer } from '../access/viewer.ts';
import type { Answer, Stream } from './answer.ts';
import { words } from './answer.ts';
import type { Asked } from './asked.ts';

/** What a route is given: the request, who asks, and what stands in the places of its path, by name. */
export type Call = {
  readonly asked: Asked;
  readonly viewer: Viewer;
  readonly at: Readonly<Record<string, string>>;
};

export type Handler = (call: Call) => Promise<Answer | Stream> | Answer | Stream;

/**
 * A path, such as `/checks/:name`, and what answers each method. HEAD is asked as GET is. `:name*` takes all steps that
 * follow. `hasOwnToken`: what stands in the Authorization header is the route's business, as is who may ask.
 */
export type Route = {
  readonly path: string;
  readonly on: Readonly<Record<string, Handler>>;
  readonly hasOwnToken?: true;
};

type Found = Pick<Call, 'at'> & { readonly handler: Handler; readonly hasOwnToken: boolean };

/** Finds what answers a request; what nothing does is answered here. */
export function router(routes: readonly Route[]): (asked: Asked) => Found | Answer {
  const table = routes.map(({ path, ...route }) => ({ steps: path.slice(1).split('/'), ...route }));
  return ({ method, path }) => {
    for (const { steps, on, hasOwnToken = false } of table) {
      const at = matched(steps, path);
      if (at === null) continue;
      const handler = on[method === 'HEAD' && on['HEAD'] === undefined ? 'GET' : method];
      return handler === undefined ? notAllowed(Object.keys(on)) : { handler, at, hasOwnToken };
    }
    return words(404, 'not found');
  };
}

function matched(steps: readonly string[], path: readonly string[]): Record<string, string> | null {
  const rest = steps.at(-1)?.endsWith('*') ?? false;
  if (rest ? path.length < steps.length : path.length !== steps.length) return null;
  const at: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    const given = path[index] ?? '';
    if (!step.startsWith(':')) {
      if (step !== given) return null;
      continue;
    }
    if (given === '') return null;
    at[step.replace(/^:|\*$/g, '')] = step.endsWith('*') ? path.slice(index).join('/') : given;
  }
  return at;
}

function notAllowed(methods: readonly string[]): Answer {
  const allow = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ');
  return words(405, `write ${allow}`, { allow });
}
