import { isDeepStrictEqual } from 'node:util';
import type { Case } from './cases.ts';
import type { End } from './runs.ts';

/** A case that ended otherwise on the two engines, and what the emulator wrote of it. */
export type Differing = {
  readonly one: Case;
  readonly ours: End;
  readonly theirs: End;
  /** The emulator's history of the execution, and its cause, as text. */
  readonly evidence: string;
};

/** A rule of the language that the emulator does not keep, and the document that decides. */
export type Difference = {
  readonly rule: string;
  readonly document: string;
  readonly explains: (differing: Differing) => boolean;
};

const SPEC = 'Amazon States Language specification';
const ERRORS = 'Step Functions developer guide, "Handling errors in Step Functions workflows"';

const failed = ({ ours }: Differing, error: string) => 'error' in ours && ours.error === error;
function jsonIn(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
const causeHas = ({ ours }: Differing, part: string) => 'error' in ours && ours.cause.includes(part);
const definitionHas = ({ one }: Differing, pattern: RegExp) => pattern.test(JSON.stringify(one.definition));
const inputHas = ({ one }: Differing, pattern: RegExp) => pattern.test(JSON.stringify(one.input));
const emulatorSays = ({ evidence }: Differing, pattern: RegExp) => pattern.test(evidence);

/** The first rule that explains a case counts. What the emulator itself says of a case comes first. */
export const DIFFERENCES: readonly Difference[] = [
  {
    rule: 'a Variable that leads to nothing fails the execution; the emulator says the rule does not hold',
    document: `${SPEC}, "Data-test expression": only IsPresent takes a path that matches nothing`,
    explains: (it) => failed(it, 'States.Runtime') && causeHas(it, 'condition path references an invalid value'),
  },
  {
    rule: 'States.ALL does not catch or retry States.Runtime; the emulator does',
    document: `${ERRORS}, States.ALL and States.Runtime`,
    explains: (it) =>
      failed(it, 'States.Runtime') &&
      definitionHas(it, /"States\.ALL"/) &&
      emulatorSays(it, /States\.Runtime|MapStateFailed|ParallelStateFailed/),
  },
  {
    rule: 'a ResultPath that cannot be applied is States.ResultPathMatchFailure; the emulator breaks, or replaces the value',
    document: `${SPEC}, "Runtime Errors" and Appendix A`,
    explains: (it) =>
      failed(it, 'States.ResultPathMatchFailure') || emulatorSays(it, /does not support item assignment/),
  },
  {
    rule: 'a Choice state of which no rule holds is States.NoChoiceMatched; the emulator breaks with States.Runtime',
    document: `${SPEC}, "Choice State" and Appendix A`,
    explains: (it) => emulatorSays(it, /No branching option reached/),
  },
  {
    rule: 'items of a Map state that are no array are States.Runtime; the emulator says States.QueryEvaluationError',
    document: `${ERRORS}: States.QueryEvaluationError is of JSONata`,
    explains: (it) => causeHas(it, 'which is no array') && emulatorSays(it, /Map state input must be an array/),
  },
  {
    rule: 'a comparison with a value of another type does not hold; the emulator breaks with States.Runtime',
    document: `${SPEC}, "Data-test expression": "if the values are not both of the appropriate type … return false"`,
    explains: (it) =>
      emulatorSays(it, /Expected type bool|not supported between instances|strptime\(\) argument|NoneType/),
  },
  {
    rule: 'an intrinsic that cannot be applied is States.IntrinsicFailure; the emulator breaks with States.Runtime',
    document: `${SPEC}, "Payload Template" and Appendix A`,
    explains: (it) =>
      definitionHas(it, /"States\.\w+\(/) &&
      emulatorSays(it, /JSONDecodeError|Expecting value|IndexError|out of range|has no attribute|TypeError\(Expected/),
  },
  {
    rule: 'the step of States.ArrayRange may be negative; the emulator refuses it',
    document: 'Step Functions developer guide, "Intrinsic functions": the third argument must not be zero',
    explains: (it) => emulatorSays(it, /Expected step argument to be non negative/),
  },
  {
    rule: 'escaped braces in States.Format stand for themselves; the emulator reads them as places',
    document: `${SPEC}, "Intrinsic Functions": \\{ represents {`,
    explains: (it) =>
      definitionHas(it, /States\.Format\('\\\\\{/) && emulatorSays(it, /format string|Replacement index/),
  },
  {
    rule: 'an array has no place in States.Format; the emulator writes it out',
    document: `${SPEC}, Appendix B: "the Value MUST NOT be a JSON array or object"`,
    explains: (it) => causeHas(it, 'has no place in States.Format'),
  },
  {
    rule: 'an error of the States Language in a branch is caught as any other; the emulator breaks',
    document: `${SPEC}, "Parallel State": "any branch fails, due to an unhandled error"`,
    explains: (it) => emulatorSays(it, /Custom Error Names MUST NOT begin/),
  },
  {
    rule: 'States.TaskFailed matches all but States.Timeout; the emulator leaves out all of the States Language',
    document: `${ERRORS}, States.TaskFailed`,
    explains: (it) =>
      definitionHas(it, /States\.TaskFailed/) && emulatorSays(it, /States\.(IntrinsicFailure|NoChoiceMatched)/),
  },
  {
    rule: 'a path through an element of an array leads to one value; the emulator makes a list of it',
    document: `${SPEC}, "Reference Paths": $.ledgers.branch[0].pending.count`,
    explains: (it) => definitionHas(it, /\[\d\]\.\w/),
  },
  {
    rule: 'a timestamp may have a fraction and an offset; the emulator knows neither',
    document: `${SPEC}, "Timestamps": RFC 3339`,
    explains: (it) =>
      definitionHas(it, /"(IsTimestamp|Timestamp\w+)"/) &&
      (inputHas(it, /\.5Z|\+01:00/) || definitionHas(it, /\.5Z|\+01:00/)),
  },
  {
    rule: 'true is no number; the emulator compares it as 1',
    document: `${SPEC}, "Data-test expression"`,
    explains: (it) =>
      definitionHas(it, /"Variable":"\$\.(flag|other)","Numeric|"Numeric\w+Path":"\$\.(flag|other)"/) &&
      inputHas(it, /true|false/),
  },
  {
    rule: 'in StringMatches, \\* is a star; the emulator takes it for a wildcard after a backslash',
    document: `${SPEC}, "Data-test expression"`,
    explains: (it) => definitionHas(it, /"StringMatches":"\\\\/),
  },
  {
    rule: 'States.JsonToString leaves letters as they are; the emulator escapes all but ASCII',
    document: `${SPEC}, Appendix B: a JSON text representing the data`,
    explains: (it) => definitionHas(it, /States\.JsonToString/) && JSON.stringify(it.theirs).includes('\\\\u00fc'),
  },
  {
    rule: 'empty text is no JSON; the emulator makes null of it',
    document: `${SPEC}, Appendix B, States.StringToJson`,
    explains: (it) => causeHas(it, 'the text is no JSON') && inputHas(it, /"text":""/),
  },
  {
    rule: 'an output that is text is JSON text; the emulator leaves its quotes out',
    document: 'Step Functions API, DescribeExecution: output is JSON',
    explains: ({ ours, theirs }) =>
      'output' in ours && 'output' in theirs && isDeepStrictEqual(theirs.output, jsonIn(ours.output)),
  },
];
