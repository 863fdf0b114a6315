import { isDynamic } from '#core/check/references.ts';
import type { HttpExpect, MoreExpect, TextSet } from '../../http/check.ts';
import type { Names } from '../observation.ts';
import { withNames, withTypedNames } from '../probe/names.ts';

/** Expectations with the values of names in their texts. Patterns and paths hold none, so that no target writes one. */
export function filledExpect(expect: HttpExpect, names: Names): HttpExpect {
  if (!isDynamic(expect)) return expect;
  const fill = (text: string): string => withNames(text, names);
  const { keyword, absent, headers, more } = expect;
  return {
    ...expect,
    keyword: keyword === null ? null : fill(keyword),
    absent: absent === null ? null : fill(absent),
    headers: headers.map(([name, value]) => [name, fill(value)]),
    ...(more !== undefined && { more: filledMore(more, names, fill) }),
  };
}

type Fill = (text: string) => string;

function filledMore(more: MoreExpect, names: Names, fill: Fill): MoreExpect {
  const { keywords, absents, json, xml, redirect } = more;
  return {
    ...more,
    ...(keywords && { keywords: filledSet(keywords, fill) }),
    ...(absents && { absents: filledSet(absents, fill) }),
    ...(json && { json: json.map((one) => withEquals(one, names, fill)) }),
    ...(xml && { xml: xml.map((one) => withEquals(one, names, fill)) }),
    ...(redirect !== undefined && { redirect: fill(redirect) }),
  };
}

function filledSet(set: TextSet, fill: Fill): TextSet {
  return 'all' in set ? { all: set.all.map(fill) } : { any: set.any.map(fill) };
}

function withEquals<T extends object>(one: T, names: Names, fill: Fill): T {
  if (!('equals' in one)) return one;
  return { ...one, equals: withTypedNames(one.equals, names, fill) };
}
