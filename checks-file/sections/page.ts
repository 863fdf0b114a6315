import * as z from 'zod';
import { BUILT_IN } from '#core/check/defaults.ts';
import { once } from '#core/once.ts';
import { DEFAULT_PAGE, type PageSettings } from '#core/page/page-settings.ts';
import { LANGUAGES } from '#core/page/words/language.ts';
import { type Draft, soundPart } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { choice, list, settings, text } from '#core/settings/setting.ts';
import { baseShape, tags } from '#core/settings/shared-settings.ts';
import { isMap } from '#core/text/json-values.ts';
import { type Listed, unlistedFaults } from './known-names.ts';
import type { Section } from './section.ts';
import { instantsOf, isTime } from './wall-time.ts';
import { instantFaults } from './wall-time-faults.ts';

const MOST_NOTES = 50;
const ONE_LINE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,80}$/u;
const SENTENCE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,200}$/u;
const LINES = /^(?:[^\p{Cc}\p{Cs}]|[\n\t]){1,4000}$/u;
const DAY = /^20\d\d-\d\d-\d\d$/;
const WRITE_AT = 'write a time such as 2026-12-24T22:00, or a day such as 2026-12-24';

/** Midnight where it is a day alone. */
const timeOf = (at: string): string => (DAY.test(at) ? `${at}T00:00` : at);

const note = once(() =>
  settings(
    {
      at: z
        .string({ error: WRITE_AT })
        .refine((at) => isTime(timeOf(at)), { error: WRITE_AT })
        .describe('When it was written, or a day: 2026-12-24T22:00 on the clocks of the time zone, or with an offset.'),
      title: text(ONE_LINE, 'write 1 to 80 characters on one line').describe('What it is about, in a few words.'),
      text: text(LINES, 'write 1 to 4000 characters').describe('The note. An empty line begins a paragraph.'),
      checks: list(baseShape.name, 100, 'write a list of names')
        .optional()
        .describe('The checks that it is about. All of them when left out.'),
    },
    'write a map with at, title and text',
  ).describe('What a person has to say to those who read the page.'),
);

const pageSchema = once(() =>
  settings(
    {
      title: text(ONE_LINE, 'write 1 to 80 characters on one line')
        .optional()
        .describe(`The title of the page. ${DEFAULT_PAGE.title} when left out.`),
      description: text(SENTENCE, 'write 1 to 200 characters on one line')
        .optional()
        .describe('A sentence beside the title.'),
      language: choice(LANGUAGES).optional().describe("The language of the page. The browser's when left out."),
      public: settings(
        {
          tags: tags.min(1, { error: 'write a list such as [payments, tokyo]' }).describe('Checks with any of these.'),
        },
        'write a map with tags',
      )
        .optional()
        .describe('What strangers may see: of these checks names, states, uptime and incidents, without details.'),
      notes: z
        .array(note(), { error: 'write a list of notes' })
        .max(MOST_NOTES, { error: `write at most ${MOST_NOTES} notes` })
        .optional()
        .describe('What people wrote of incidents and plans.'),
    },
    'write a map with title, public or notes',
  ).describe('The status page: what it is called, what strangers see, and notes.'),
);

type AuthoredPage = z.infer<ReturnType<typeof pageSchema>>;
type AuthoredNote = z.infer<ReturnType<typeof note>>;

function pageFaults(written: unknown, wrong: readonly PathFault[], listed: Listed): PathFault[] {
  const { public: shown } = soundPart(written, wrong) as Draft<AuthoredPage>;
  const notes = isMap(written) && Array.isArray(written['notes']) ? written['notes'] : [];
  return [
    ...unlistedFaults(['public', 'tags'], shown?.tags ?? [], 'tag', listed),
    ...notes.flatMap((one: unknown, index) => {
      const own = wrong.flatMap(({ path: [key, at, ...path], message }) =>
        key === 'notes' && at === index ? [{ path, message }] : [],
      );
      const faults = noteFaults(soundPart(one, own), listed);
      return faults.map((fault) => ({ ...fault, path: ['notes', index, ...fault.path] }));
    }),
  ];
}

function noteFaults({ at, checks = [] }: Draft<AuthoredNote>, listed: Listed): PathFault[] {
  const times = at === undefined ? [] : instantFaults(['at'], timeOf(at), listed.zone ?? BUILT_IN.timezone);
  return [...times, ...unlistedFaults(['checks'], checks, 'name', listed)];
}

/** Of a page without faults. `zone`: the time zone of defaults. */
function resolvePage(written: AuthoredPage, zone: string): PageSettings {
  const { title = DEFAULT_PAGE.title, description = null, language = null, public: shown = null, notes = [] } = written;
  const resolved = notes.map(({ checks = null, at, ...said }) => {
    return { ...said, checks, at: new Date(instantsOf(timeOf(at), zone)[0] ?? 0).toISOString() };
  });
  return {
    title,
    description,
    language,
    public: shown,
    notes: resolved.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)),
  };
}

/** `page`: the status page. */
export const pageSection = {
  key: 'page',
  schema: pageSchema,
  rules: (written, wrong, { listed }) => pageFaults(written, wrong, listed),
  resolve: (written, { defaults }) => ({
    page: resolvePage(written as AuthoredPage, defaults.timezone ?? BUILT_IN.timezone),
  }),
} as const satisfies Section;
