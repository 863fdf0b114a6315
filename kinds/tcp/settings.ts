import type * as z from 'zod';
import type { Draft } from '#core/settings/draft.ts';
import { endpointOf, endpointShape } from '#core/settings/endpoint.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { millisecondsOf, settings } from '#core/settings/setting.ts';
import { sharedRules } from '#core/settings/shared-rules.ts';
import {
  baseShape,
  type Defaults,
  latency,
  resolveBase,
  resolveTimeouts,
  timeout,
} from '#core/settings/shared-settings.ts';
import type { KindSettings } from '../kind.ts';
import type { TcpCheck } from './check.ts';

const schema = settings(
  {
    ...baseShape,
    tcp: settings(
      {
        ...endpointShape,
        timeout: timeout.optional().describe('Deadline of the connection, at most 60s.'),
      },
      'write a map with host and port',
    ).describe('A check that connects by TCP.'),
    expect: settings(
      { latency: latency.optional().describe('The longest the connection may take, such as 200ms.') },
      'write a map such as {latency: 200ms}',
    )
      .optional()
      .describe('What a healthy target does.'),
  },
  'write a map with name and tcp',
).describe('A check that connects by TCP.');

type AuthoredTcp = z.infer<typeof schema>;

function rules(draft: Draft<AuthoredTcp>, defaults: Defaults): PathFault[] {
  return sharedRules(draft, resolveTimeouts(draft.tcp ?? {}, defaults).timeoutMs, false);
}

function resolve(authored: AuthoredTcp, defaults: Defaults): TcpCheck {
  const { timeout: own } = authored.tcp;
  const expected = authored.expect?.latency;
  return {
    ...resolveBase(authored, defaults),
    kind: 'tcp',
    // To connect is all there is to do, so a timeout of its own is the deadline of that.
    ...resolveTimeouts({ timeout: own, connectTimeout: own }, defaults),
    target: endpointOf(authored.tcp),
    expect: { latencyMs: expected === undefined ? null : millisecondsOf(expected) },
  };
}

/** How a check of kind tcp is written. */
export const tcpSettings: KindSettings<AuthoredTcp, TcpCheck> = { schema, rules, resolve };
