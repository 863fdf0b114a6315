import { quote } from '#core/text/safe-text.ts';
import { daysLeft } from '#core/verdict/certificate.ts';
import type { JsonExpect, MoreExpect, TextSet, XmlExpect } from '../check.ts';
import { extentOf } from '../judge/judge.ts';
import type { Page } from '../judge/page.ts';
import { headerValues } from '../observation.ts';

/** One of the expectations that few checks have, by itself. */
type RarePart = {
  readonly more: MoreExpect;
  readonly held: (page: Page, at: Date) => string | Promise<string>;
};

/** For each of those expectations, how it is taken apart. */
type Split = { readonly [K in keyof MoreExpect]-?: (wanted: NonNullable<MoreExpect[K]>) => readonly RarePart[] };

/** In the order of judging. */
const SPLIT: Split = {
  httpVersion: (wanted) => [
    { more: { httpVersion: wanted }, held: ({ response }) => `HTTP version ${response.facts?.httpVersion}` },
  ],
  redirect: (wanted) => [{ more: { redirect: wanted }, held: () => `it leads to ${quote(wanted, URL_BYTES)}` }],
  headers: (wanted) =>
    wanted.map((rule) => ({
      more: { headers: [rule] },
      held: ({ response }) => {
        if ('absent' in rule) return `header ${rule.name} is missing, as wanted`;
        const values = headerValues(response.rawHeaders, rule.name.toLowerCase()).map((value) => quote(value));
        return `header ${rule.name} is ${values.join(', ')}, wanted to match ${quote(rule.matches)}`;
      },
    })),
  keywords: (wanted) =>
    textParts(wanted, (keywords) => ({ keywords }), {
      all: (text, extent) => `keyword ${text} is in ${extent}`,
      any: (texts, extent) => `one of the keywords ${texts} is in ${extent}`,
    }),
  absents: (wanted) =>
    textParts(wanted, (absents) => ({ absents }), {
      all: (text, extent) => `${text} is not in ${extent}`,
      any: (texts, extent) => `not all of ${texts} are in ${extent}`,
    }),
  matches: (wanted) =>
    wanted.map((pattern) => ({
      more: { matches: [pattern] },
      held: (page) => `${quote(pattern)} matches in ${extentOf(page)}`,
    })),
  schema: (wanted) => [{ more: { schema: wanted }, held: () => 'the body fits the schema' }],
  json: (wanted) => wanted.map((one) => ({ more: { json: [one] }, held: (page) => jsonText(page, one) })),
  xml: (wanted) => wanted.map((one) => ({ more: { xml: [one] }, held: (page) => xmlText(page, one) })),
  size: ({ atLeast, atMost }) => [
    ...(atLeast === undefined ? [] : [sizePart({ atLeast }, `at least ${atLeast}`)]),
    ...(atMost === undefined ? [] : [sizePart({ atMost }, `at most ${atMost}`)]),
  ],
  phases: (wanted) =>
    Object.entries(wanted).flatMap(([name, most]) => ({
      more: { phases: { [name]: most } },
      held: ({ response }) => {
        const ms = name === 'total' ? response.latencyMs : response.phases[name as keyof typeof response.phases];
        return `${name} ${ms === null ? 'did not happen' : `${ms} ms`}, wanted ${most} ms or less`;
      },
    })),
  certificate: ({ days, issuer }) => [
    ...(days === undefined
      ? []
      : [{ more: { certificate: { days } }, held: (page: Page, at: Date) => daysText(page, days, at) }]),
    ...(issuer === undefined
      ? []
      : [
          {
            more: { certificate: { issuer } },
            held: ({ response }: Page) =>
              `certificate issuer ${quote(response.facts?.certificate?.issuer ?? '')}, wanted ${quote(issuer)}`,
          },
        ]),
  ],
};

const URL_BYTES = 200;

/** Those expectations one by one. */
export function rareParts(more: MoreExpect): readonly RarePart[] {
  const names = Object.keys(SPLIT) as (keyof MoreExpect)[];
  return names.flatMap((name) => {
    const wanted = more[name];
    return wanted === undefined ? [] : (SPLIT[name] as (wanted: unknown) => readonly RarePart[])(wanted);
  });
}

type Words = {
  readonly all: (text: string, extent: string) => string;
  readonly any: (texts: string, extent: string) => string;
};

/** Of texts that are all meant each is one expectation. */
function textParts(set: TextSet, more: (set: TextSet) => MoreExpect, { all, any }: Words): readonly RarePart[] {
  if ('any' in set) {
    const texts = set.any.map((text) => quote(text)).join(', ');
    return [{ more: more(set), held: (page) => any(texts, extentOf(page)) }];
  }
  return set.all.map((text) => ({ more: more({ all: [text] }), held: (page) => all(quote(text), extentOf(page)) }));
}

function sizePart(size: NonNullable<MoreExpect['size']>, words: string): RarePart {
  return {
    more: { size },
    held: ({ response }) => `body has ${response.body.length.toLocaleString('en-US')} bytes, wanted ${words}`,
  };
}

function daysText({ response }: Page, days: number, at: Date): string {
  const certificate = response.facts?.certificate ?? null;
  if (certificate === null) return 'certificate';
  return `certificate ends in ${daysLeft(certificate, at)} days (${certificate.validTo.slice(0, 10)}), wanted ${days} or more`;
}

async function jsonText(page: Page, expected: JsonExpect): Promise<string> {
  const [{ jsonValues }, { heldText }] = await Promise.all([
    import('../judge/rare/body-json.ts'),
    import('../judge/rare/values.ts'),
  ]);
  return heldText(jsonValues(page, expected), expected);
}

async function xmlText(page: Page, expected: XmlExpect): Promise<string> {
  const [{ xmlValues }, { heldText }] = await Promise.all([
    import('../judge/rare/body-xml.ts'),
    import('../judge/rare/values.ts'),
  ]);
  return heldText(xmlValues(page, expected), expected);
}
