/** What a badge tells: the state, OK answers of the last days, or the latest latency. */
export const BADGE_KINDS = ['status', 'uptime-7d', 'uptime-30d', 'uptime-90d', 'latency'] as const;
/** What a badge tells. */
export type BadgeKind = (typeof BADGE_KINDS)[number];
