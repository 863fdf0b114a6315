/**
 * The `page` section of a checks.yaml. `public`: what strangers may see, by tag; null where the page is for people who may see
 * everything. `notes`: what people wrote of incidents and plans, newest first.
 */
export type PageSettings = {
  readonly title: string;
  readonly description: string | null;
  readonly language: 'en' | 'ja' | null;
  readonly public: { readonly tags: readonly string[] } | null;
  readonly notes: readonly PageNote[];
};

/** What pages have of which the list says nothing. */
export const DEFAULT_PAGE: PageSettings = {
  title: 'Status',
  description: null,
  language: null,
  public: null,
  notes: [],
};

/** A note in a person's words, of an ISO instant on. `checks`: which ones it is about, null for all. */
export type PageNote = {
  readonly at: string;
  readonly title: string;
  readonly text: string;
  readonly checks: readonly string[] | null;
};
