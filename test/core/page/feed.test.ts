import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderFeed } from '#core/page/feed.ts';
import { serverLinks } from '#core/page/links.ts';
import { samplePage } from '../../../docs/sample-page.ts';
import { HOW, PRIVATE_WORDS } from './pages.ts';

type Link = { readonly '@_rel': string; readonly '@_href': string };
type Entry = {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly link: Link;
  readonly content: { readonly '#text': string; readonly '@_type': string };
};
type Feed = {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly author: { readonly name: string };
  readonly link: readonly Link[];
  readonly entry: readonly Entry[];
};

const SITE = { ...HOW, links: serverLinks('/status/', 'https://status.example.com/status/') };
const parser = new XMLParser({ ignoreAttributes: false, htmlEntities: true, isArray: (name) => name === 'entry' });
const read = (text: string) => (parser.parse(text) as { readonly feed: Feed }).feed;

describe('the feed', () => {
  it('has what RFC 4287 asks of a feed and of each entry', () => {
    const { id, title, updated, author, link, entry } = read(renderFeed(samplePage(), SITE));

    expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([title, author.name]).toEqual(['Acme status', 'Acme status']);
    expect(link.map((one) => [one['@_rel'], one['@_href']])).toEqual([
      ['self', 'https://status.example.com/status/feed.atom'],
      ['alternate', 'https://status.example.com/status/'],
    ]);
    expect(entry).toHaveLength(8);
    expect(new Set(entry.map((one) => one.id)).size).toBe(8);
    expect(updated).toBe(entry[0]?.updated);
    for (const one of entry) {
      expect(one.content['@_type']).toBe('html');
      expect(new Date(one.updated).toISOString()).toBe(one.updated);
      expect(one.link['@_href']).toMatch(/^https:\/\/status\.example\.com\/status\//);
    }
  });

  it('has the newest first, an incident by what was last reported of it', () => {
    const entries = read(renderFeed(samplePage(), SITE)).entry.map(({ title, updated }) => [
      title,
      updated.slice(0, 16),
    ]);

    expect(entries.slice(0, 3)).toEqual([
      ['Orders are accepted again by telephone', '2026-11-26T13:20'],
      ['orders-api is down', '2026-11-26T13:08'],
      ['orders-db is down', '2026-11-26T11:05'],
    ]);
  });

  it('keeps an entry as it is until something is reported, and its id when it is over', () => {
    const before = samplePage();
    const later = { ...before, status: { ...before.status, at: '2026-11-26T15:00:00.000Z' } };
    const over = {
      ...before,
      status: { ...before.status, open: [] },
      incidents: before.incidents.map((one) => ({ ...one, endedAt: one.endedAt ?? '2026-11-26T15:00:00.000Z' })),
    };
    const ofOrders = (data: typeof before) =>
      read(renderFeed(data, SITE)).entry.find(({ title }) => /^orders-db (is|was) down$/.test(title));

    expect(ofOrders(later)).toEqual(ofOrders(before));
    expect(ofOrders(over)).toMatchObject({ id: ofOrders(before)?.id, title: 'orders-db was down' });
  });

  it('tells strangers nothing private', () => {
    const feed = renderFeed(samplePage(), { ...SITE, scope: 'public' });

    expect(feed).toContain('orders-api is down');
    for (const word of PRIVATE_WORDS) expect(feed).not.toContain(word);
  });

  it('is a feed still where nothing ever happened', () => {
    const calm = { ...samplePage({ notes: [] }), incidents: [] };
    const feed = renderFeed({ ...calm, status: { ...calm.status, open: [] } }, HOW);

    expect(read(feed).entry).toBeUndefined();
    expect(read(feed).updated).toBe('2026-11-26T14:32:00.000Z');
  });
});
