import type { How, Scope } from '#core/page/how.ts';
import { type News, renderNews } from '#core/page/index.ts';
import { type Links, serverLinks } from '#core/page/links.ts';
import type { PageData } from '#core/page/page-data.ts';
import { chosenLanguage, LANGUAGES, type Language } from '#core/page/words/language.ts';
import type { Access, Viewer } from './access/viewer.ts';
import type { Piece } from './events/looks.ts';
import type { Asked } from './http/asked.ts';
import { onceAWhile } from './http/once-a-while.ts';
import type { WebOptions } from './options.ts';

/** What the pages show, which has all of the events up to `event` in it. */
export type Snapshot = { readonly data: PageData; readonly event: number };

/** Makes pages of what the source says. A variant is a scope and a language: whoever has the same sees the same. */
export type Renderer = {
  variantOf(asked: Asked, viewer: Viewer): string;
  /** What the pages show, at most a second old. */
  now(): Promise<Snapshot>;
  /** `position`: where the news of a page begins. */
  howFor(variant: string, more?: { readonly viewer?: Viewer; readonly position?: string }): How;
  /** What has changed as a variant shows it. */
  pieces(variant: string, news: News, data: PageData): readonly Piece[];
};

/** Many may look at once; what they see may be as old. */
const DATA_LASTS_MS = 1_000;

/** `lastEvent`: the newest that there is. */
type Settings = Pick<WebOptions, 'watching' | 'pages' | 'baseUrls'> & {
  readonly access: Access;
  readonly lastEvent: () => number;
};

export function rendererOf({ watching, pages, baseUrls, access, lastEvent }: Settings): Renderer {
  const snapshot = async (): Promise<Snapshot> => {
    const event = lastEvent();
    return { event, data: await pages.data() };
  };
  const [site = null] = baseUrls;
  const links = serverLinks(basePath(baseUrls), site === null ? null : `${site.replace(/\/+$/, '')}/`);
  const howFor: Renderer['howFor'] = (variant, { viewer, position } = {}) => {
    const { scope, language } = partsOf(variant);
    const session = viewer?.session ?? null;
    const token = session === null ? null : (access.sessions?.formToken(session) ?? null);
    const canLogIn = access.sessions !== null && session === null;
    return {
      language,
      scope,
      links: position === undefined ? links : withNewsFrom(links, position, language),
      live: 'events',
      runNow: token === null ? null : { token },
      ...(canLogIn && { logIn: `${links.index}login` }),
    };
  };
  return {
    now: onceAWhile(snapshot, DATA_LASTS_MS, access.now),
    howFor,
    variantOf(asked, { sees }) {
      const language = chosenLanguage({
        query: asked.query.get('lang'),
        setting: watching.inUse().list.page?.language ?? null,
        acceptLanguage: asked.headers['accept-language'] ?? null,
      });
      return `${sees === 'private' ? 'private' : 'public'} ${language}`;
    },
    pieces: (variant, news, data) =>
      renderNews(data, news, howFor(variant)).map(({ key, markup }) => ({ name: key, html: markup })),
  };
}

function partsOf(variant: string): { readonly scope: Scope; readonly language: Language } {
  const [scope, language] = variant.split(' ');
  return {
    scope: scope === 'private' ? 'private' : 'public',
    language: LANGUAGES.find((one) => one === language) ?? 'en',
  };
}

/** The browser does not say by itself which language a page was made in. */
function withNewsFrom(links: Links, position: string, language: Language): Links {
  return { ...links, events: `${links.events}?after=${position}&lang=${language}` };
}

/** The path that stands before all others behind a proxy, with slashes at both ends. */
export function basePath([first]: readonly string[]): string {
  return first === undefined ? '/' : `${new URL(first).pathname.replace(/\/+$/, '')}/`;
}
