import type { Receiver } from '#core/check/alerting.ts';
import { ReceiverFault } from './receiver-fault.ts';

const REFERENCE = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The receiver with every `${env:NAME}` in it replaced; the values go to `hidden`. Throws ReceiverFault where the environment has no such name. */
export function resolved(receiver: Receiver, env: Environment, hidden: string[] = []): Receiver {
  return deep(receiver, (text) =>
    text.replaceAll(REFERENCE, (_, name: string) => {
      const value = env[name];
      if (value === undefined || value === '') throw new ReceiverFault(`the environment has no ${name}; set it`, false);
      hidden.push(value);
      return value;
    }),
  ) as Receiver;
}

function deep(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((one) => deep(one, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner, replace)]));
}
