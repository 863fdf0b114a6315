import type { HttpExpect } from '../check.ts';
import { pageOf, textOf } from '../judge/page.ts';
import type { HttpResponse } from '../observation.ts';
import { readInPart, withoutTexts, withText } from './bodies.ts';
import { withHeader } from './headers.ts';
import { admits } from './mutations.ts';
import type { Offence } from './offence.ts';

/** What offends each expectation that every checker judges by itself. */

type Plain = Omit<HttpExpect, 'more'>;
type Offend = (expect: HttpExpect, healthy: HttpResponse) => readonly Offence[];

const OFFENCES: { readonly [K in keyof Plain]: Offend } = { status, keyword, absent, latencyMs, headers };

/** Answers that offend status, headers, keyword, absent and latency. */
export function plainOffences(expect: HttpExpect, healthy: HttpResponse): Offence[] {
  return Object.values(OFFENCES).flatMap((offend) => offend(expect, healthy));
}

/** The statuses next to each range. */
function status({ status: wanted }: HttpExpect, healthy: HttpResponse): Offence[] {
  const wrong = wanted.flatMap(([from, to]) => [from - 1, to + 1]).filter((one) => !admits(wanted, one));
  if (wrong.length === 0) return [];
  const answers = wrong.map((one) => ({ ...healthy, status: one }));
  return [{ path: 'status', what: `status ${wrong.join(' or ')}`, alone: { status: wanted }, answers }];
}

function keyword({ keyword: wanted }: HttpExpect, healthy: HttpResponse): Offence[] {
  if (wanted === null) return [];
  const answers = [withText(healthy, withoutTexts(textOf(pageOf(healthy)), [wanted]))];
  return [{ path: 'keyword', what: 'a body without the keyword', alone: { keyword: wanted }, answers }];
}

function absent({ absent: unwanted }: HttpExpect, healthy: HttpResponse): Offence[] {
  if (unwanted === null) return [];
  const answers = [withText(healthy, `${textOf(pageOf(healthy))}${unwanted}`)];
  const offence = { path: 'absent', alone: { absent: unwanted } };
  return [
    { ...offence, what: 'a body with the text', answers },
    { ...offence, what: 'a body that cannot be read whole', answers: readInPart(healthy) },
  ];
}

function latencyMs({ latencyMs: most }: HttpExpect, healthy: HttpResponse): Offence[] {
  if (most === null) return [];
  const answers = [{ ...healthy, latencyMs: most + 1 }];
  return [{ path: 'latency', what: `an answer after ${most + 1} ms`, alone: { latencyMs: most }, answers }];
}

function headers({ headers: wanted }: HttpExpect, healthy: HttpResponse): Offence[] {
  return wanted.map(([name, value]) => ({
    path: `header.${name}`,
    what: 'another value of the header, or none',
    alone: { headers: [[name, value]] },
    answers: [withHeader(healthy, name, `${value}~`), withHeader(healthy, name, null)],
  }));
}
