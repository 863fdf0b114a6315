import type { Route } from '../http/route.ts';
import type { Shared } from '../shared.ts';
import { actionRoutes } from './actions.ts';
import { apiRoutes } from './api.ts';
import { eventRoutes } from './events.ts';
import { healthRoutes } from './health.ts';
import { heartbeatRoutes } from './heartbeats.ts';
import { loginRoutes } from './login.ts';
import { metricsRoutes } from './metrics.ts';
import { pageRoutes } from './pages.ts';
import { probeRoutes } from './probe.ts';

/** All that the server answers. */
export function routesOf(shared: Shared): readonly Route[] {
  return [
    ...pageRoutes(shared),
    ...loginRoutes(shared),
    ...actionRoutes(shared),
    ...healthRoutes(shared),
    ...eventRoutes(shared),
    ...heartbeatRoutes(shared),
    ...metricsRoutes(shared),
    ...probeRoutes(shared),
    ...apiRoutes(shared),
  ];
}
