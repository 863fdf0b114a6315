/** Languages that the pages speak. */
export const LANGUAGES = ['en', 'ja'] as const;
/** A language that the pages speak. */
export type Language = (typeof LANGUAGES)[number];

/** What is asked for, the strongest wish first: `?lang=`, the setting of the list, the header `Accept-Language`. */
type Wishes = {
  readonly query: string | null;
  readonly setting: Language | null;
  readonly acceptLanguage: string | null;
};

/** The language of a page. What nobody speaks here is passed over; English when nothing is left. */
export function chosenLanguage({ query, setting, acceptLanguage }: Wishes): Language {
  return known(query) ?? setting ?? accepted(acceptLanguage) ?? 'en';
}

/** More than this is no browser's. */
const LONGEST_HEADER = 400;

/** The one that the header likes best: `ja;q=0.8, en-GB` is English. */
function accepted(header: string | null): Language | null {
  const ranges = (header ?? '').slice(0, LONGEST_HEADER).split(',');
  const liked = ranges.flatMap((range) => {
    const [tag = '', ...parameters] = range.trim().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find((it) => it) ?? '1';
    const language = known(tag);
    return language === null || Number(quality) === 0 ? [] : [{ language, quality: Number(quality) }];
  });
  return liked.toSorted((a, b) => b.quality - a.quality)[0]?.language ?? null;
}

function known(tag: string | null): Language | null {
  const main = tag?.trim().toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === main) ?? null;
}
