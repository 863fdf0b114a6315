import type { MuteStore } from '#core/incident/mute.ts';
import type { BeatStore } from '#kinds/heartbeat/beats.ts';
import type { PageSource } from '../page/page-source.ts';
import type { Watching } from '../watch/watching.ts';

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
