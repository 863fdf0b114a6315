import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { planOf } from '#core/check/alerting.ts';

function listOf(text: string) {
  const { list, faults } = parseChecks(text);
  if (list === null) throw new Error(JSON.stringify(faults));
  return list;
}

describe('alert settings', () => {
  it('are those of the check, then those of defaults, and nothing where nobody says anything', () => {
    const { checks } = listOf(`
defaults: { severity: warning, failureThreshold: 3 }
checks:
  - { name: own, severity: critical, remindEvery: 4h, runbook: 'https://wiki.test/x', tcp: { host: h, port: 1 } }
  - { name: shared, http: { url: 'http://h/' } }
`);
    expect(checks.map(({ alerts }) => alerts)).toEqual([
      { severity: 'critical', failureThreshold: 3, remindEveryMs: 14_400_000, runbook: 'https://wiki.test/x' },
      { severity: 'warning', failureThreshold: 3 },
    ]);
    const { checks: plain } = listOf('checks: [{ name: __proto__, tcp: { host: h, port: 1 } }]');
    expect(plain[0]).not.toHaveProperty('alerts');
    expect(planOf({ checks: plain })).toEqual({ checks: [], routes: [], formats: [] });
  });

  it('say where alerts go, on AWS and on this machine', () => {
    const { alerts } = listOf(`
alerts:
  topics:
    pager: { receivers: [{ command: [/bin/page, '\${env:TEAM}'] }] }
    chat: { format: chat, arn: 'arn:aws:sns:us-east-1:123456789012:chat' }
    default:
      receivers:
        - webhook: { url: '\${env:HOOK}', format: slack }
        - webhook: { url: 'https://h/', headers: { authorization: '\${env:TOKEN}' } }
        - smtp: { host: mail, tls: always, from: a@h, to: [b@h], user: u, password: '\${env:P}' }
        - smtp: { host: mail, from: a@h, to: [b@h] }
  routes:
    - { topic: pager, severity: critical }
    - { topic: chat, severity: [critical, warning], tags: [pay] }
checks: [{ name: a, tags: [pay], tcp: { host: h, port: 1 } }]
`);
    expect(alerts).toEqual({
      routes: [
        { topic: 'pager', severities: ['critical'], tags: null },
        { topic: 'chat', severities: ['critical', 'warning'], tags: ['pay'] },
      ],
      formats: [['chat', 'chat']],
      arns: [['chat', 'arn:aws:sns:us-east-1:123456789012:chat']],
      receivers: [
        ['pager', [{ kind: 'command', argv: ['/bin/page', '${env:TEAM}'] }]],
        [
          'default',
          [
            { kind: 'webhook', url: '${env:HOOK}', format: 'slack', headers: [] },
            expect.objectContaining({ format: 'json', headers: [['authorization', expect.any(String)]] }),
            expect.objectContaining({ port: 465, tls: 'always', login: { user: 'u', password: expect.any(String) } }),
            expect.objectContaining({ port: 587, tls: 'starttls', login: null }),
          ],
        ],
      ],
    });
  });
});
