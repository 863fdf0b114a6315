import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { MuteStore } from '#core/incident/mute.ts';
import type { BeatStore } from '#kinds/heartbeat/beats.ts';
import type { Watching } from '../watch/watching.ts';
import { type Brake, brakeOf } from './access/brake.ts';
import { type Rate, rateOf } from './access/rate.ts';
import type { Access } from './access/viewer.ts';
import { type Hub, hubOf } from './events/hub.ts';
import type { PageSource } from './page-source.ts';
import { type Renderer, rendererOf } from './renderer.ts';

/**
 * What the server of watch is started with. `host`, `port`: where it listens; port 0 is any that is free. `baseUrls`: the
 * addresses that people know it by, where a proxy or a name stands before it. `token`: who shows it sees everything and may
 * act; null where nobody may. `heartbeatKey`: what tokens of jobs are made with. `onFault` hears of what should not happen.
 */
export type WebOptions = {
  readonly watching: Watching;
  readonly pages: PageSource;
  readonly mutes: MuteStore;
  readonly beats: BeatStore;
  readonly heartbeatKey: string;
  readonly host: string;
  readonly port: number;
  readonly baseUrls: readonly string[];
  readonly token: string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
};

/** What the routes work with. `actions` keeps a page that is stuck, or a script, from calling targets without end. */
export type Shared = WebOptions & {
  readonly access: Access;
  readonly brake: Brake;
  readonly actions: Rate;
  readonly renderer: Renderer;
  readonly hub: Hub;
  close(): void;
};

const ACTIONS = { burst: 20, everyMs: 3_000 };

export function sharedBy(options: WebOptions, access: Access): Shared {
  const { watching, now, onFault } = options;
  const renderer = rendererOf(options);
  const hub = hubOf({ watching, render: renderer.pieces, epoch: randomBytes(6).toString('hex'), onFault });
  return {
    ...options,
    access,
    brake: brakeOf(now, async (ms) => void (await delay(ms, undefined, { ref: false }))),
    actions: rateOf(ACTIONS, now),
    renderer,
    hub,
    close: () => hub.close(),
  };
}
