import type { AlertSettings, Severity } from './alert-settings.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';

/** News of these severities and with any of these tags goes to `topic`; null means any. */
export type Route = {
  readonly topic: string;
  readonly severities: readonly Severity[] | null;
  readonly tags: readonly string[] | null;
};

/** `chat` is a topic that only chat channels are subscribed to: its whole message is what they understand. */
export type TopicFormat = 'full' | 'chat';

/**
 * Who is told what, and how. `checks`: those whose owner wrote something, by name. Pairs and no object, because a check
 * may be called `__proto__`.
 */
export type AlertPlan = {
  readonly checks: readonly (readonly [name: string, settings: AlertSettings])[];
  readonly routes: readonly Route[];
  readonly formats: readonly (readonly [topic: string, format: TopicFormat])[];
  /** Where the list's people are: times are reported by their clocks. UTC when left out. */
  readonly timezone?: string;
  /** When nothing is reported; not there when the list has no window. */
  readonly maintenance?: readonly MaintenanceWindow[];
};

/** What no route asks for goes to this topic. */
export const DEFAULT_TOPIC = 'default';

/** All notifications of a run share BUDGETS.notificationsBytes: more topics than this would leave each too little. */
export const MOST_TOPICS = 10;

/** Who gets the notifications of a topic on one machine. Texts may hold references, `${env:NAME}`. */
export type Receiver =
  | {
      readonly kind: 'webhook';
      readonly url: string;
      readonly format: 'json' | 'slack';
      readonly headers: readonly (readonly [name: string, value: string])[];
    }
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      readonly tls: 'always' | 'starttls' | 'never';
      readonly login: { readonly user: string; readonly password: string } | null;
      readonly from: string;
      readonly to: readonly string[];
    };

/** The alerts section of a checks.yaml. `arns`: topics that are there already. `receivers`: those on this machine. */
export type Alerting = Pick<AlertPlan, 'routes' | 'formats'> & {
  readonly arns: readonly (readonly [topic: string, arn: string])[];
  readonly receivers: readonly (readonly [topic: string, receivers: readonly Receiver[]])[];
};

/** What a list says of alerts. */
export function planOf({
  checks,
  alerts,
  maintenance,
  timezone,
}: {
  readonly checks: readonly { readonly name: string; readonly alerts?: AlertSettings }[];
  readonly alerts?: Alerting;
  readonly maintenance?: readonly MaintenanceWindow[];
  readonly timezone?: string;
}): AlertPlan {
  return {
    checks: checks.flatMap(({ name, alerts: settings }) => (settings === undefined ? [] : [[name, settings] as const])),
    routes: alerts?.routes ?? [],
    formats: alerts?.formats ?? [],
    ...(maintenance && { maintenance }),
    ...(timezone !== undefined && { timezone }),
  };
}
