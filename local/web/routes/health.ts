import type { WatchHealth } from '../../watch/watching.ts';
import { document } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { Shared } from '../shared.ts';

/**
 * Whether watch itself is well: 200, or 503. Anybody may ask, a load balancer too; what is wrong is said to those who may see
 * everything.
 */
export function healthRoutes({ watching }: Shared): readonly Route[] {
  return [
    {
      path: '/healthz',
      on: {
        GET: ({ viewer }) => {
          const health = watching.health();
          const isWell = health.troubles.length === 0;
          const said = { status: isWell ? 'ok' : 'failing', ...(viewer.sees === 'private' && detailsOf(health)) };
          return document(said, isWell ? 200 : 503);
        },
      },
    },
  ];
}

const detailsOf = ({ startedAt, lastRunAt, running, lagMs, skipped, troubles }: WatchHealth) => ({
  startedAt,
  lastRunAt,
  running,
  lagMs,
  skipped,
  troubles,
});
