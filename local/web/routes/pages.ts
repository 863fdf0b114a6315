import { ASSETS } from '#core/page/assets/assets.ts';
import { renderBadge } from '#core/page/badge.ts';
import { BADGE_KINDS } from '#core/page/badge-kinds.ts';
import { renderCheck } from '#core/page/check.ts';
import { renderFeed } from '#core/page/feed.ts';
import type { How } from '#core/page/how.ts';
import { renderIndex } from '#core/page/index.ts';
import type { PageData } from '#core/page/page-data.ts';
import { statusJson } from '#core/page/status-json.ts';
import { shownTo } from '#core/page/view/shown-to.ts';
import { type Answer, HTML, JSON_TYPE, words } from '../http/answer.ts';
import type { Call, Handler, Route } from '../http/route.ts';
import { loginAnswer } from '../login-page.ts';
import type { Shared } from '../shared.ts';
import { forViewers } from './guarded.ts';

const FEED = 'application/atom+xml; charset=utf-8';
const SVG = 'image/svg+xml; charset=utf-8';
/** A badge that strangers may see is shown by pages of other sites. */
const EMBEDDED = { headers: { 'cross-origin-resource-policy': 'cross-origin' } };

/** The pages, and what else is made of the same data. */
export function pageRoutes(shared: Shared): readonly Route[] {
  const { renderer, hub, pages } = shared;
  const cache = rendered();
  /** What strangers see may be kept by whoever passes it on; what others see may not. */
  const made = (type: string, make: (data: PageData, how: How, call: Call) => Promise<string | null> | string | null) =>
    forViewers(async (call) => {
      const { asked, viewer } = call;
      const variant = renderer.variantOf(asked, viewer);
      const { data, event } = await renderer.now();
      const how = renderer.howFor(variant, { viewer, position: hub.positionOf(event) });
      const key = JSON.stringify([asked.path, variant, viewer.session]);
      const body = await cache(data, key, () => make(data, how, call));
      if (body === null) return words(404, 'not found');
      const isPublic = how.scope === 'public';
      return { status: 200, type, body, keep: isPublic ? 'ask' : 'nobody', ...(isPublic && type === SVG && EMBEDDED) };
    });
  const page =
    (handler: Handler): Handler =>
    (call) =>
      call.viewer.sees === 'nothing'
        ? loginAnswer(renderer.howFor(renderer.variantOf(call.asked, call.viewer)))
        : handler(call);
  return [
    { path: '/', on: { GET: page(made(HTML, renderIndex)) } },
    {
      path: '/checks/:name',
      on: {
        GET: page(
          made(HTML, async (data, how, { at: { name = '' } }) => {
            if (shownTo(data, how.scope).checks.every((one) => one.name !== name)) return null;
            const details = await pages.details(name);
            return details === null ? null : renderCheck(data, name, details, how);
          }),
        ),
      },
    },
    { path: '/feed.atom', on: { GET: made(FEED, renderFeed) } },
    {
      path: '/status.json',
      on: { GET: made(JSON_TYPE, (data, { scope }) => JSON.stringify(statusJson(data, scope))) },
    },
    {
      path: '/badges/:name/:file',
      on: {
        GET: made(SVG, (data, how, { at: { name, file = '' } }) => {
          const check = shownTo(data, how.scope).checks.find((one) => one.name === name);
          const kind = BADGE_KINDS.find((one) => file === `${one}.svg`);
          return check === undefined || kind === undefined ? null : renderBadge(check, kind, how);
        }),
      },
    },
    { path: '/assets/:file', on: { GET: ({ at }) => asset(at['file'] ?? '') } },
  ];
}

function asset(file: string): Answer {
  const found = ASSETS.get(file);
  if (found === undefined) return words(404, 'not found');
  return { status: 200, type: found.type, body: found.text, keep: 'ask' };
}

/** More pages than people look at within a second. */
const MOST_KEPT = 200;

/** Pages as they were rendered of the same data: many who look at once cost as much as one. */
function rendered() {
  let [of, kept] = [null as PageData | null, new Map<string, Promise<string | null>>()];
  return (data: PageData, key: string, make: () => Promise<string | null> | string | null): Promise<string | null> => {
    if (of !== data || kept.size >= MOST_KEPT) [of, kept] = [data, new Map()];
    const known = kept.get(key) ?? Promise.resolve(make());
    kept.set(key, known);
    return known;
  };
}
