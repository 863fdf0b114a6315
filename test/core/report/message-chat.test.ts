import { describe, expect, it } from 'vitest';
import type { Transition } from '#core/incident/state.ts';
import type { ToTell } from '#core/report/notices.ts';
import { untrackedNotice } from '#core/report/untracked.ts';
import { ngVerdict } from '../../local/checks.ts';
import { news, RUN, tellOne } from './telling.ts';

const plan = { checks: [], routes: [], formats: [['default', 'chat'] as const] };

function chatOf(transitions: readonly Transition[], more: Partial<ToTell> = {}) {
  const { message } = tellOne(transitions, { plan, ...more });
  const { default: body, ...others } = JSON.parse(message);
  // A body for another protocol would be what the channel's HTTPS subscription gets.
  expect(others).toEqual({});
  return JSON.parse(body);
}

describe('the message of a chat topic', () => {
  it('is a custom notification of Amazon Q Developer, and nothing else', () => {
    const chat = chatOf([news('opened', 'orders')], {
      verdicts: [ngVerdict('orders', { tags: ['pay'], excerpt: 'down', curl: 'curl http://x' })],
      plan: { ...plan, checks: [['orders', { runbook: 'https://wiki.test/orders' }]] },
    });
    expect(chat).toEqual({
      version: '1.0',
      source: 'custom',
      id: RUN.id,
      content: {
        textType: 'client-markdown',
        title: 'NG 1 of 1: orders',
        description: [
          '*NG* `orders` `status 503, wanted 2xx` (critical, since 2026-11-23T00:00:00.000Z (10 min))',
          '> `down`',
          '1 NG and 0 OK of 1',
        ].join('\n'),
        nextSteps: [
          expect.stringMatching(/^Look at the execution: https:.*:x$/),
          'Runbook of `orders`: https://wiki.test/orders',
          'Repeat the request of `orders`: `curl http://x`',
        ],
        keywords: ['critical', 'pay'],
      },
      metadata: {
        threadId: 'orders target 2026-11-23T00:00:00.000Z',
        summary: 'NG 1 of 1: orders',
        eventType: 'incident',
        relatedResources: [RUN.id],
        additionalContext: { severity: 'critical', outcome: 'NG', region: 'us-east-1' },
      },
    });
  });

  it('ends an incident in the thread where it began', () => {
    const [opened, over] = [chatOf([news('opened', 'a')]), chatOf([news('recovered', 'a')])];
    expect(over.metadata.threadId).toBe(opened.metadata.threadId);
    expect(over.metadata.eventType).toBe('recovered');
  });

  it('lets no target mention a channel, link or leave its quotation', () => {
    const reason = { code: 'body', message: '<!channel> `*bold*` <http://evil|click> &' } as const;
    const { content } = chatOf([news('opened', 'a<b', { reason })], {
      verdicts: [ngVerdict('a<b', { excerpt: '<!here>`' })],
    });
    const texts = [content.title, content.description, ...content.nextSteps].join('\n');
    expect(texts).not.toContain('<');
    expect(content.description).toContain("`&lt;!channel&gt; '*bold*' &lt;http://evil|click&gt; &amp;`");
  });

  it('stays within what a chat shows at once, and counts what it leaves out', () => {
    const { content } = chatOf(Array.from({ length: 300 }, (_, at) => news('opened', `check-${at}`)));
    expect(content.description.length).toBeLessThanOrEqual(2800);
    const shown = content.description.match(/^\*NG\*/gm).length;
    expect(content.description).toContain(`… and ${300 - shown} more`);
    expect(content.nextSteps.length).toBeLessThanOrEqual(5);
  });

  it('is one too when the tracker is dead', () => {
    const { message } = untrackedNotice(RUN, 'arn:t', 'chat');
    const { default: body, ...others } = JSON.parse(message);
    expect(others).toEqual({});
    expect(JSON.parse(body)).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { nextSteps: [expect.stringContaining(RUN.id)] },
    });
  });

  it('names five of the checks that depend on one', () => {
    const quiet = { because: 'parent', by: 'db' } as const;
    const verdicts = ['db', 'a', 'b', 'c', 'd', 'e', '<f>', 'g'].map((name) =>
      ngVerdict(name, name === 'db' ? {} : { quiet }),
    );
    const [, line] = chatOf([news('opened', 'db')], { verdicts }).content.description.split('\n');
    expect(line).toBe('NG too, depending on it: `a`, `b`, `c`, `d`, `e` and 2 more');
  });
});
