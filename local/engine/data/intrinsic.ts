import type { Place } from '../definition-faults.ts';
import type { Argument } from './argument.ts';
import { INTRINSICS } from './intrinsics.ts';
import { readPath } from './path.ts';
import type { Evaluate } from './value.ts';

const CALL = /^States\.\w+\(/;
const NAME = /([\w.]+)\(/y;
const TEXT = /'((?:[^'\\]|\\.)*)'/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NULL = /null\b/y;
const PATH = /\$[^,()\s]*/y;
const BLANKS = /\s*/y;
const MOST_NESTED = 10;

/** Reads a call of an intrinsic function, as `States.Format('{}', $.name)`, and its arguments, calls among them. */
export function readCall(place: Place, text: string, inMap: boolean): Evaluate {
  const reader = new CallReader(place, text, inMap);
  return reader.readWhole();
}

class Unreadable extends Error {}

class CallReader {
  readonly #place: Place;
  readonly #text: string;
  readonly #inMap: boolean;
  #at = 0;

  constructor(place: Place, text: string, inMap: boolean) {
    this.#place = place;
    this.#text = text;
    this.#inMap = inMap;
  }

  readWhole(): Evaluate {
    try {
      if (!CALL.test(this.#text)) throw new Unreadable();
      const evaluate = this.#call(1);
      if (this.#at < this.#text.length) throw new Unreadable();
      return evaluate;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.#place.fault(
        error.message || `${this.#text} is neither a path nor a call: write $.name or States.Format('{}', $.name)`,
      );
      return () => undefined;
    }
  }

  #call(depth: number): Evaluate {
    const name = this.#take(NAME)?.[1] ?? '';
    if (depth > MOST_NESTED) throw new Unreadable(`nests more than ${MOST_NESTED} calls, which Step Functions refuses`);
    const bind = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
    if (bind === undefined) {
      throw new Unreadable(`${name} is not known here; there are ${Object.keys(INTRINSICS).join(', ')}`);
    }
    const args = this.#arguments(depth);
    const bound = bind(args);
    if (typeof bound === 'string') throw new Unreadable(`${name} ${bound}`);
    return bound;
  }

  #arguments(depth: number): readonly Argument[] {
    const args: Argument[] = [];
    this.#take(BLANKS);
    if (this.#takes(')')) return args;
    for (;;) {
      this.#take(BLANKS);
      args.push(this.#argument(depth));
      this.#take(BLANKS);
      if (this.#takes(')')) return args;
      if (!this.#takes(',')) throw new Unreadable();
    }
  }

  #argument(depth: number): Argument {
    const text = this.#take(TEXT)?.[1];
    if (text !== undefined) return { written: 'text', raw: text, evaluate: constant(unescaped(text)) };
    if (this.#take(NULL)) return { written: 'null', raw: '', evaluate: constant(null) };
    const path = this.#take(PATH)?.[0];
    if (path !== undefined) {
      return { written: 'path', raw: path, evaluate: readPath(this.#place, path, this.#inMap) };
    }
    const number = this.#take(NUMBER)?.[0];
    if (number !== undefined) return { written: 'number', raw: number, evaluate: constant(Number(number)) };
    return { written: 'call', raw: '', evaluate: this.#call(depth + 1) };
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #takes(letter: string): boolean {
    if (this.#text[this.#at] !== letter) return false;
    this.#at += 1;
    return true;
  }
}

function constant(value: unknown): Evaluate {
  return () => value;
}

/** Text without its escapes. Only `'`, `{`, `}` and the backslash have one. */
function unescaped(raw: string): string {
  const unknown = /\\[^'{}\\]/.exec(raw.replaceAll('\\\\', ''))?.[0];
  if (unknown !== undefined) throw new Unreadable(`'${raw}' has ${unknown}; only \\', \\{, \\} and \\\\ are escapes`);
  return raw.replaceAll(/\\(.)/g, '$1');
}
