import { words } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { Shared } from '../shared.ts';
import { forViewers } from './guarded.ts';

const EVENTS = 'text/event-stream; charset=utf-8';

/** News for the pages that are open. `after` is where a page begins; a browser that comes back says itself what it has. */
export function eventRoutes({ hub, renderer }: Shared): readonly Route[] {
  return [
    {
      path: '/events',
      on: {
        GET: forViewers(({ asked, viewer }) => {
          if (asked.method === 'HEAD') return { status: 200, type: EVENTS, body: '', keep: 'nobody' };
          const variant = renderer.variantOf(asked, viewer);
          if (hub.isFull(variant))
            return words(503, 'too many pages are open; load this one again', { 'retry-after': '10' });
          const last = asked.headers['last-event-id'];
          const position = typeof last === 'string' ? last : asked.query.get('after');
          return { stream: (response) => hub.add(response, variant, position) };
        }),
      },
    },
  ];
}
