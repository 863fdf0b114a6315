import { quote } from '#core/text/safe-text.ts';
import { type HttpExpect, NO_EXPECT } from '../check.ts';
import { extentOf, statusText } from '../judge/judge.ts';
import type { Page } from '../judge/page.ts';
import { headerValues } from '../observation.ts';
import { rareParts } from './rare-parts.ts';

/** One expectation by itself, for the judge, and what is said when it holds, with the real value. */
export type Part = {
  readonly expect: HttpExpect;
  readonly held: (page: Page, at: Date) => string | Promise<string>;
};

/** Everything that is expected of a response, in the order of judging. */
export function partsOf({ status, headers, keyword, absent, latencyMs, more = {} }: HttpExpect): readonly Part[] {
  return [
    {
      expect: { ...NO_EXPECT, status },
      held: ({ response }) => `status ${response.status}, wanted ${statusText(status)}`,
    },
    ...headers.map((header): Part => {
      const [name] = header;
      return {
        expect: { ...NO_EXPECT, headers: [header] },
        held: ({ response }) =>
          `header ${name} is ${valuesText(headerValues(response.rawHeaders, name.toLowerCase()))}`,
      };
    }),
    ...present(keyword, (text): Part => {
      return {
        expect: { ...NO_EXPECT, keyword: text },
        held: (page) => `keyword ${quote(text)} is in ${extentOf(page)}`,
      };
    }),
    ...present(absent, (text): Part => {
      return {
        expect: { ...NO_EXPECT, absent: text },
        held: (page) => `${quote(text)} is not in ${extentOf(page)}`,
      };
    }),
    ...present(latencyMs, (most): Part => {
      return {
        expect: { ...NO_EXPECT, latencyMs: most },
        held: ({ response }) => `latency ${response.latencyMs} ms, wanted ${most} ms or less`,
      };
    }),
    ...rareParts(more).map(({ more: one, held }): Part => ({ expect: { ...NO_EXPECT, more: one }, held })),
  ];
}

function present<T>(wanted: T | null, part: (wanted: T) => Part): readonly Part[] {
  return wanted === null ? [] : [part(wanted)];
}

function valuesText(values: readonly string[]): string {
  return values.map((value) => quote(value)).join(', ');
}
