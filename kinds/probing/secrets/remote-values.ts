import type { Reason } from '#core/verdict/reason.ts';

/** What AWS keeps: values by name, or why they cannot be had. */
export type RemoteValues = {
  readonly parameter: (name: string) => Promise<string | Reason>;
  readonly secret: (name: string) => Promise<string | Reason>;
};
