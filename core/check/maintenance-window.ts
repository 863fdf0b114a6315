/**
 * When nothing is reported on purpose, and of which checks. `name`: what its owner calls it, or its times. `checks`: null for
 * all of the list. Once, from an instant to another, ISO; or from each firing of a cron expression on.
 */
export type MaintenanceWindow = { readonly name: string; readonly checks: readonly string[] | null } & (
  | { readonly from: string; readonly to: string }
  | { readonly cron: string; readonly timezone: string; readonly durationMs: number }
);
