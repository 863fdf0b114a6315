import type * as z from 'zod';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { metricFaults } from '#core/settings/metrics.ts';
import { count, flag, millisecondsOf, settings, text } from '#core/settings/setting.ts';
import {
  ALLOW_PRIVATE,
  baseShape,
  type Defaults,
  latency,
  resolveBase,
  resolveTimeouts,
  timeout,
} from '#core/settings/shared-settings.ts';
import { beyondTimeout, degradedFaults } from '#core/settings/time-limits.ts';
import type { KindSettings } from '../kind.ts';
import type { TcpCheck } from './check.ts';

// An IPv4 or IPv6 address, a name of ASCII labels (others are written in their xn-- form, as DNS has them), or a
// reference to one.
const HOST =
  /^(?:\$\{(?:env|ssm|secret):[^{}\s]{1,1000}\}|[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_.-]{1,20})?)$/;

const schema = settings(
  {
    ...baseShape,
    tcp: settings(
      {
        host: text(HOST, 'write a host name or an IP address, without scheme, port and brackets').describe(
          'Host name or IP address to connect to.',
        ),
        port: count(1, 65_535).describe('Port to connect to, 1 to 65535.'),
        timeout: timeout.optional().describe('Deadline of the connection, at most 60s.'),
        allowPrivate: flag().optional().describe(ALLOW_PRIVATE),
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
  const { timeoutMs } = resolveTimeouts(draft.tcp ?? {}, defaults);
  return [
    ...beyondTimeout(draft.expect?.latency, timeoutMs, ['expect', 'latency']),
    ...degradedFaults(draft, timeoutMs),
    ...metricFaults(draft, false),
  ];
}

function resolve(authored: AuthoredTcp, defaults: Defaults): TcpCheck {
  const { host, port, timeout: own, allowPrivate } = authored.tcp;
  // To connect is all there is to do, so a timeout of its own is the deadline of that.
  const { timeoutMs, connectTimeoutMs } = resolveTimeouts({ timeout: own, connectTimeout: own }, defaults);
  const expected = authored.expect?.latency;
  return {
    ...resolveBase(authored, defaults),
    kind: 'tcp',
    timeoutMs,
    connectTimeoutMs,
    target: { host, port, ...(allowPrivate === true ? { allowPrivate } : {}) },
    expect: { latencyMs: expected === undefined ? null : millisecondsOf(expected) },
  };
}

/** How a check of kind tcp is written. */
export const tcpSettings: KindSettings<AuthoredTcp, TcpCheck> = { schema, rules, resolve };
