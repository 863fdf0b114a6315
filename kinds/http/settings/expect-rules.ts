import { BODY_CAP_BYTES } from '#core/contract.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { lostNumbers } from '#core/settings/lost-numbers.ts';
import { reservedNames } from '#core/settings/reserved-names.ts';
import { beyondTimeout } from '#core/settings/time-limits.ts';
import type { Path } from '#core/text/json-values.ts';
import { formatSize, parseSize } from '#core/text/size.ts';
import type { TextSet } from '../check.ts';
import { type AuthoredExpect, setOf } from './expect.ts';
import { admitsEveryStatus, statusRanges } from './status.ts';

/** A schema is the schema itself here, whatever file it came from. */
type Expectation = Omit<Draft<AuthoredExpect>, 'schema'> & {
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
};

/** What expectations have to go with; `follow` and `url` as they were written. */
type Request = {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly follow?: boolean | number | undefined;
};

/** Expectations that look into a body. */
const OF_BODY = ['keyword', 'absent', 'matches', 'json', 'xml', 'schema', 'size'] as const;
/** Keywords of a JSON Schema that no body can offend. */
const IDLE_KEYWORDS = new Set(['$schema', '$id', '$comment', '$defs', 'title', 'description', 'examples', 'default']);

/** What is wrong with expectations that are each of the right sort: cannot fail, cannot hold, contradict each other. */
export function expectFaults(expected: Expectation, request: Request, timeoutMs: number): PathFault[] {
  const faults = [
    ...reservedNames(expected.header, ['header']),
    ...headerFaults(expected),
    ...bodyFaults(expected, request),
    ...textFaults(expected),
    ...jsonFaults(expected),
    ...xmlFaults(expected),
    ...schemaFaults(expected),
    ...sizeFaults(expected),
    ...transportFaults(expected, request),
    ...statusFaults(expected),
  ].map((fault): PathFault => ({ ...fault, path: ['expect', ...fault.path] }));
  return [...faults, ...beyondTimeout(expected.latency, timeoutMs, ['expect', 'latency'])];
}

function bodyFaults(expected: Expectation, { method }: Request): PathFault[] {
  if (method !== 'HEAD') return [];
  return OF_BODY.filter((key) => expected[key] !== undefined).map((key) => {
    return { path: [key], at: 'key', message: 'looks into a body, and HEAD has none; write GET' };
  });
}

function textFaults({ keyword, absent }: Expectation): PathFault[] {
  const faults = [...setFaults(keyword, 'keyword'), ...setFaults(absent, 'absent')];
  if (faults.length > 0 || keyword === undefined || absent === undefined) return faults;
  const wanted = setOf(keyword as never);
  const unwanted = setOf(absent as never);
  if (wanted === undefined || unwanted === undefined || !contradicts(wanted, unwanted)) return [];
  return [{ path: ['absent'], message: 'occurs in the keyword, so no body can pass; write another text' }];
}

/** Whether a body that holds what is wanted holds what is unwanted too. */
function contradicts(wanted: TextSet, unwanted: TextSet): boolean {
  const implied = (text: string): boolean =>
    'all' in wanted ? wanted.all.some((one) => one.includes(text)) : wanted.any.every((one) => one.includes(text));
  return 'all' in unwanted ? unwanted.all.some(implied) : unwanted.any.every(implied);
}

function setFaults(authored: Expectation['keyword'], key: string): PathFault[] {
  if (authored === undefined || typeof authored === 'string' || Array.isArray(authored)) return [];
  if (authored.all === undefined || authored.any === undefined) return [];
  return [{ path: [key], message: 'has both all and any; write one of them' }];
}

function headerFaults({ header = {} }: Expectation): PathFault[] {
  return Object.entries(header).flatMap(([name, wanted]): PathFault[] => {
    if (typeof wanted !== 'object' || Object.keys(wanted).length <= 1) return [];
    return [{ path: ['header', name], message: 'has to say one thing; write one of equals, matches, absent' }];
  });
}

function jsonFaults({ json = [] }: Expectation): PathFault[] {
  return json.flatMap((one, index): PathFault[] => {
    const path: Path = ['json', index];
    const { path: _, ...operators } = one;
    const faults = operatorFaults(operators, path);
    if (faults.length > 0) return faults;
    return [
      ...lostNumbers(one.equals, [...path, 'equals']),
      ...lostNumbers(one.less, [...path, 'less']),
      ...lostNumbers(one.greater, [...path, 'greater']),
      ...asFaults(one, path),
      ...limitFaults(one, path, Number.EPSILON),
      ...(typeof one.count === 'object' ? limitFaults(one.count, [...path, 'count'], 2) : []),
    ];
  });
}

function xmlFaults({ xml = [] }: Expectation): PathFault[] {
  return xml.flatMap((one, index): PathFault[] => {
    const path: Path = ['xml', index];
    const { path: written = '', namespaces = {}, ...operators } = one;
    const plain = written.replace(/"[^"]*"|'[^']*'/g, '');
    const unnamed = [...plain.matchAll(/([A-Za-z_][\w.-]*):(?=[A-Za-z_*])/g)]
      .map(([, prefix = '']) => prefix)
      .filter((prefix) => !Object.hasOwn(namespaces, prefix));
    return [
      ...unnamed.map((prefix): PathFault => {
        const message = `has the prefix ${prefix}, which stands for nothing; write namespaces: {${prefix}: "…"}`;
        return { path: [...path, 'path'], message };
      }),
      ...operatorFaults(operators, path),
      ...limitFaults(one, path, Number.EPSILON),
      ...(typeof one.count === 'object' ? limitFaults(one.count, [...path, 'count'], 2) : []),
    ];
  });
}

/** Nothing is expected, or nothing beside something. */
function operatorFaults(operators: { readonly exists?: boolean | undefined }, path: Path): PathFault[] {
  if (Object.keys(operators).length === 0) {
    const message = 'expects nothing of the path; write equals, matches, exists, count, less or greater';
    return [{ path, message }];
  }
  if (operators.exists === false && Object.keys(operators).length > 1) {
    return [{ path: [...path, 'exists'], message: 'is false, so nothing else can hold there; write it alone' }];
  }
  return [];
}

type Limits = { readonly less?: number | string | undefined; readonly greater?: number | string | undefined };

function asFaults({ as, ...one }: Limits & { readonly as?: string | undefined }, path: Path): PathFault[] {
  if (as === undefined || one.less !== undefined || one.greater !== undefined) return [];
  return [{ path: [...path, 'as'], message: 'says how limits read text, and there is none; write less or greater' }];
}

/** `gap`: how far apart two limits are at least, for a number to be between them. */
function limitFaults({ less, greater }: Limits, path: Path, gap: number): PathFault[] {
  if (less === undefined || greater === undefined || Number(less) - Number(greater) >= gap) return [];
  if (typeof less === 'string' && typeof greater === 'string' && BigInt(less) > BigInt(greater) + 1n) return [];
  return [{ path: [...path, 'less'], message: `is ${less}, and greater is ${greater}: nothing lies between` }];
}

function schemaFaults({ schema }: Expectation): PathFault[] {
  if (schema === undefined || Object.keys(schema).some((keyword) => !IDLE_KEYWORDS.has(keyword))) return [];
  return [{ path: ['schema'], message: 'is fitted by any JSON; write what the body has, such as {required: [id]}' }];
}

function sizeFaults({ size }: Expectation): PathFault[] {
  if (size === undefined) return [];
  const [least, most] = [size.atLeast, size.atMost].map((text) => (text === undefined ? null : parseSize(text)));
  if (least === 0) return [{ path: ['size', 'atLeast'], message: 'is 0, which every body has; write 1B or more' }];
  const cap = formatSize(BODY_CAP_BYTES);
  const beyond = (['atLeast', 'atMost'] as const).filter((key) => (parseSize(size[key] ?? '') ?? 0) > BODY_CAP_BYTES);
  if (beyond.length > 0) {
    return beyond.map((key) => {
      return { path: ['size', key], message: `is ${size[key]}, and of a body ${cap} are read; write ${cap} or less` };
    });
  }
  if (least === null || most === null || (least ?? 0) <= (most ?? 0)) return [];
  return [{ path: ['size', 'atLeast'], message: `is ${size.atLeast}, more than atMost; no body can pass` }];
}

function transportFaults({ certificate, latency, redirect }: Expectation, { url, follow }: Request): PathFault[] {
  const faults: PathFault[] = [];
  const isPlain = url !== undefined && /^http:/i.test(url) && (follow === undefined || Number(follow) === 0);
  if (isPlain && certificate !== undefined) {
    faults.push({ path: ['certificate'], at: 'key', message: 'is of https only; write an https:// url' });
  }
  if (isPlain && typeof latency === 'object' && latency.tls !== undefined) {
    faults.push({ path: ['latency', 'tls'], at: 'key', message: 'is of https only; write an https:// url' });
  }
  if (redirect !== undefined && url !== undefined && URL.parse(redirect)?.href === URL.parse(url)?.href) {
    faults.push({ path: ['redirect'], message: 'is the url itself; write where it leads' });
  }
  return faults;
}

/** Every status passes, and nothing else is expected. */
function statusFaults({ status, ...others }: Expectation): PathFault[] {
  const isIdle = Object.values(others).every((it) => it === undefined || Object.keys(it).length === 0);
  if (!isIdle || status === undefined || !admitsEveryStatus(statusRanges(status as never))) return [];
  const message =
    'admits every status, so the check can expect nothing; write fewer, or add keyword, absent, latency or header';
  return [{ path: ['status'], message }];
}
