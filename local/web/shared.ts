import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Brake, brakeOf } from './access/brake.ts';
import { type Rate, rateOf } from './access/rate.ts';
import type { Access } from './access/viewer.ts';
import { changesOf } from './events/changes.ts';
import { type Hub, hubOf } from './events/hub.ts';
import { type OwnMetrics, ownMetrics } from './metrics/own-metrics.ts';
import type { WebOptions } from './options.ts';
import { basePath, type Renderer, rendererOf } from './renderer.ts';

/** What the routes work with. `actions` keeps a page that is stuck, or a script, from calling targets without end. */
export type Shared = WebOptions & {
  readonly access: Access;
  readonly brake: Brake;
  readonly actions: Rate;
  readonly renderer: Renderer;
  readonly hub: Hub;
  readonly own: OwnMetrics;
  /** The path of the index, with a slash at its end. */
  readonly base: string;
  close(): void;
};

const ACTIONS = { burst: 20, everyMs: 3_000 };

export function sharedBy(options: WebOptions, access: Access): Shared {
  const { watching, now, onFault } = options;
  const changes = changesOf();
  const renderer = rendererOf({ ...options, access, lastEvent: changes.last });
  const hub = hubOf({ watching, changes, renderer, epoch: randomBytes(6).toString('hex'), onFault });
  const own = ownMetrics(watching, hub.size);
  return {
    ...options,
    access,
    brake: brakeOf(now, async (ms) => void (await delay(ms, undefined, { ref: false }))),
    actions: rateOf(ACTIONS, now),
    renderer,
    hub,
    own,
    base: basePath(options.baseUrls),
    close() {
      hub.close();
      own.close();
    },
  };
}
