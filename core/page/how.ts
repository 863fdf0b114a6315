import type { Links } from './links.ts';
import type { Language } from './words/language.ts';

/** Who looks: people who may see everything, or strangers, who see what `page.public` lets them. */
export type Scope = 'private' | 'public';

/**
 * How a page is rendered, beside what it says. `live`: how it hears of news: events from a server, a `status.json` asked
 * again now and then, or not at all. `runNow`: the token against forged requests that "run now" sends; null where nobody may.
 * `logIn`: where the reader can show that they may see and do more; left out where they cannot.
 */
export type How = {
  readonly language: Language;
  readonly scope: Scope;
  readonly links: Links;
  readonly live: 'events' | 'poll' | 'none';
  readonly runNow: { readonly token: string } | null;
  readonly logIn?: string;
};
