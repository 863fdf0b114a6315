import { describe, expect, it } from 'vitest';
import type { AlertPlan } from '#core/check/alerting.ts';
import { noticesOf } from '#core/report/notices.ts';
import { ngVerdict } from '../../local/checks.ts';
import { news, RUN, tell } from './telling.ts';

const plan: AlertPlan = {
  checks: [
    ['minor', { severity: 'warning' }],
    ['trifle', { severity: 'info' }],
  ],
  routes: [
    { topic: 'pager', severities: ['critical'], tags: null },
    { topic: 'payments', severities: null, tags: ['pay', 'bank'] },
    { topic: 'both', severities: ['critical', 'warning'], tags: ['pay'] },
  ],
  formats: [],
};
const names = ['pager', 'payments', 'both'];
const transitions = ['grave', 'minor', 'trifle', 'bank'].map((name) => news('opened', name));
const verdicts = transitions.map(({ check }) => ngVerdict(check, { tags: check === 'trifle' ? [] : tagsOf(check) }));

function tagsOf(check: string): string[] {
  return check === 'bank' ? ['bank'] : ['pay'];
}

function destinations(arns: ReadonlyMap<string, string>) {
  const told = tell(transitions, { verdicts, plan, topics: { defaultArn: 'arn:default', arns } });
  return Object.fromEntries(
    told.map(({ topicArn, document }) => [topicArn, document.news.map(({ check }: { check: string }) => check)]),
  );
}

describe('chat channels of the default topic', () => {
  it('hear what goes there in their own format, and nothing else', () => {
    const arns = new Map(names.map((name) => [name, `arn:${name}`]));
    const notices = noticesOf({
      run: RUN,
      verdicts,
      transitions,
      plan,
      topics: { defaultArn: 'arn:default', arns, chatArn: 'arn:chat' },
    });
    const [chat, ...others] = notices.filter(({ topicArn }) => topicArn === 'arn:chat');
    expect(others).toEqual([]);
    expect(notices.map(({ topicArn }) => topicArn).toSorted()).toEqual([
      'arn:both',
      'arn:chat',
      'arn:default',
      'arn:pager',
      'arn:payments',
    ]);
    const shown = JSON.parse(JSON.parse(chat?.message ?? '{}').default);
    expect(shown).toMatchObject({ version: '1.0', source: 'custom' });
    expect(JSON.stringify(shown)).toContain('trifle');
    expect(JSON.stringify(shown)).not.toContain('grave');
  });
});

describe('routes', () => {
  it('take news to every topic that asks for it, and the rest to the default topic, one notification each', () => {
    expect(destinations(new Map(names.map((name) => [name, `arn:${name}`])))).toEqual({
      'arn:pager': ['bank', 'grave'],
      'arn:payments': ['bank', 'grave', 'minor'],
      'arn:both': ['grave', 'minor'],
      'arn:default': ['trifle'],
    });
  });

  it('tell a topic once, though several routes lead there', () => {
    expect(destinations(new Map())).toEqual({ 'arn:default': ['bank', 'grave', 'minor', 'trifle'] });
  });

  it('let subscriptions filter by the worst and by each severity, outcome, region, tags and checks', () => {
    const [notice] = tell([news('recovered', 'minor'), news('opened', 'bank')], { verdicts, plan });
    expect(notice?.attributes).toEqual({
      severity: { DataType: 'String', StringValue: 'critical' },
      severities: { DataType: 'String.Array', StringValue: '["critical","warning"]' },
      outcome: { DataType: 'String', StringValue: 'NG' },
      region: { DataType: 'String', StringValue: 'us-east-1' },
      tags: { DataType: 'String.Array', StringValue: '["bank","pay"]' },
      checks: { DataType: 'String.Array', StringValue: '["bank","minor"]' },
    });
  });

  it('keep attributes short, and never empty', () => {
    const many = Array.from({ length: 500 }, (_, at) => news('opened', `check-${at}`));
    const [notice] = tell(many);
    expect(notice?.attributes['tags']).toBeUndefined();
    expect(notice?.attributes['checks']?.StringValue.length).toBeLessThan(2100);
    expect(JSON.parse(notice?.attributes['checks']?.StringValue ?? '').at(-1)).toBe('…');
  });
});
