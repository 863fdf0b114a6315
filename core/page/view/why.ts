import type { ReasonCode } from '../../verdict/reason.ts';
import type { Words } from '../words/en.ts';

/** What strangers are told of a reason: no word of it, only of which sort it is. */
export type Category = keyof Words['category'];

/** A reason in its own words, or what strangers may know of it. */
export type Why = { readonly words: string } | { readonly category: Category };

const CATEGORIES: Readonly<Record<ReasonCode, Category>> = {
  status: 'wrong',
  keyword: 'wrong',
  absent: 'wrong',
  header: 'wrong',
  body: 'wrong',
  answer: 'wrong',
  redirect: 'wrong',
  'too-large': 'wrong',
  latency: 'slow',
  degraded: 'slow',
  dns: 'unreachable',
  refused: 'unreachable',
  reset: 'unreachable',
  'connect-timeout': 'unreachable',
  timeout: 'unreachable',
  tls: 'unreachable',
  protocol: 'unreachable',
  silent: 'silent',
  reported: 'other',
  certificate: 'other',
  expiry: 'other',
  blocked: 'other',
  config: 'other',
  'checker-fault': 'other',
};

/** The sort of a reason. A code of a later version is `other`. */
export function categoryOf(code: ReasonCode): Category {
  return CATEGORIES[code] ?? 'other';
}

/** As a page writes it. */
export function whyText(why: Why, words: Words): string {
  return 'words' in why ? why.words : words.category[why.category];
}
