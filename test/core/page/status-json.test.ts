import { expect, it } from 'vitest';
import { statusJson } from '#core/page/status-json.ts';
import { samplePage } from '../../../docs/sample-page.ts';
import { schemaFaults } from '../../cli/documents.ts';
import { PRIVATE_WORDS, pageOf } from './pages.ts';

it.each(['private', 'public'] as const)('is what its schema says, for the %s page', (scope) => {
  expect(schemaFaults('page-status', statusJson(samplePage(), scope))).toEqual([]);
  expect(schemaFaults('page-status', statusJson(pageOf([]), scope))).toEqual([]);
});

it('says how everything is, and each check', () => {
  const { state, monitor, checks, incidents, maintenance } = statusJson(samplePage(), 'private');

  expect([state, monitor]).toEqual(['ng', 'trouble']);
  expect(checks.find(({ name }) => name === 'orders-api')).toMatchObject({
    state: 'ng',
    reason: { message: 'status 503, wanted 200', category: null },
    latencyMs: 88,
  });
  expect(incidents[0]).toMatchObject({ check: 'orders-db', endedAt: null });
  expect(maintenance.map(({ name }) => name)).toEqual([
    'invoice database upgrade',
    'weekly deploy',
    'data centre move',
  ]);
});

it('tells strangers nothing private', () => {
  const document = JSON.stringify(statusJson(samplePage(), 'public'));

  expect(document).toContain('"reason":{"message":null,"category":"wrong"}');
  for (const word of PRIVATE_WORDS) expect(document).not.toContain(word);
});

it('says that the monitor is offline, whatever the checks said last', () => {
  const offline = { kind: 'offline', message: 'every guard is NG', since: null } as const;
  const { status, ...data } = samplePage();
  const document = statusJson({ ...data, status: { ...status, monitor: [offline] } }, 'public');

  expect([document.state, document.monitor]).toEqual(['unknown', 'offline']);
});
