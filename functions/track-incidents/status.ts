import type { AlertPlan } from '#core/check/alerting.ts';
import type { ShardNames } from '#core/incident/homes.ts';
import { MONITOR } from '#core/incident/monitor.ts';
import type { MuteStore } from '#core/incident/mute.ts';
import type { IncidentStore } from '#core/incident/store.ts';
import { type Remembered, rememberedOf } from '#core/status/remembered.ts';

/** What a person asks of the function beside the workflow's questions: what is down, and what is quiet on purpose. */
export type StatusEvent = { readonly mode: 'status' };

/** `namespace`: that of the metrics of runs. */
export type StatusAnswer = Remembered & { readonly namespace: string };

export type Asked = {
  readonly store: Pick<IncidentStore, 'load'>;
  readonly mutes: Pick<MuteStore, 'mutes'>;
  readonly plan: AlertPlan;
  readonly shards: ShardNames;
  /** Milliseconds. */
  readonly now: () => number;
};

export function isStatusEvent(event: { readonly mode: string }): event is StatusEvent {
  return event.mode === 'status';
}

/** What is remembered now. Throws what the stores throw. */
export async function statusNow({ store, mutes, plan, shards, now }: Asked): Promise<Remembered> {
  const names = shards.shards.flatMap(({ checks }) => checks);
  const [states, muted] = await Promise.all([store.load([...names, MONITOR]), mutes.mutes()]);
  return rememberedOf({ states: states.values(), mutes: muted, plan, shards, now: now() });
}
