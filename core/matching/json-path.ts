import {
  type FilterFunction,
  FunctionExpressionType,
  JSONPathEnvironment,
  JSONPathError,
  JSONPathNodeList,
  type JSONValue,
  type Token,
} from 'json-p3';
import { exactNumber } from './exact-json.ts';
import { PatternFault } from './pattern-fault.ts';
import { compileForeignRegex, type Regex } from './regex.ts';
import { remembered } from './remembered.ts';

/** JSONPath by RFC 9535; its functions `match` and `search` run in linear time. */

/** A JSONPath that was compiled. */
export type JsonPath = {
  /** Whether the path leads to one place at most: names and indexes only. */
  readonly isSingular: boolean;
  /** The values that the path selects, in the order of the document. */
  readonly valuesIn: (document: unknown) => unknown[];
  /** Where those are: the names and indexes that lead to each. */
  readonly placesIn: (document: unknown) => Place[];
  /** As far as the path leads to one place only: all of it when it is singular. */
  readonly beginning: Place;
};

/** A place in a document: the names and indexes that lead to it. */
export type Place = readonly (string | number)[];

/** Documents that nest deeper than this are refused before a path walks them. */
const MOST_DEPTH = 1000;

/** Throws PatternFault. */
export const compilePath = remembered((path: string): JsonPath => {
  const query = compiled(path);
  return {
    isSingular: query.singularQuery(),
    // Not query(), which hands a list over as arguments of one call: of 200,000 values the stack is full.
    valuesIn: (document) => Array.from(query.lazyQuery(document as JSONValue), ({ value }) => value),
    placesIn: (document) => Array.from(query.lazyQuery(document as JSONValue), ({ location }) => location),
    beginning: beginningOf(query),
  };
});

function compiled(path: string) {
  try {
    return withExactNumbers(environment.compile(path));
  } catch (cause) {
    if (!(cause instanceof JSONPathError || cause instanceof PatternFault)) throw cause;
    // The library ends its messages in the place, counted from 0, with what is before it.
    const [message = ''] = cause.message.split(" ('", 1);
    const place = cause instanceof JSONPathError ? ` at character ${cause.token.index + 1}` : '';
    throw new PatternFault(`${message}${place}`, { cause });
  }
}

function beginningOf({ segments }: ReturnType<typeof compiled>): Place {
  const steps = segments.map((segment) => {
    const [selector, another] = segment.selectors;
    if (selector === undefined || another !== undefined || segment.toString().startsWith('..')) return null;
    if ('name' in selector && typeof selector.name === 'string') return selector.name;
    return 'index' in selector && typeof selector.index === 'number' ? selector.index : null;
  });
  const end = steps.indexOf(null);
  return steps.slice(0, end === -1 ? steps.length : end).filter((step) => step !== null);
}

/** The library takes only numbers for numbers: what stands in a filter keeps its digits here, and so does what it meets. */
function withExactNumbers<T extends object>(query: T): T {
  const seen = new Set<object>();
  const left: object[] = [query];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    seen.add(part);
    keepDigits(part as FilterPart);
    for (const [name, inner] of Object.entries(part)) {
      if (typeof inner === 'object' && inner !== null && name !== 'environment' && !seen.has(inner)) left.push(inner);
    }
  }
  return query;
}

/** Of the library's: a number written in a filter, or what compares two values. */
type FilterPart = {
  value?: unknown;
  readonly token?: { readonly value: string };
  readonly operator?: string;
  readonly left?: { readonly evaluate: (context: unknown) => unknown };
  readonly right?: { readonly evaluate: (context: unknown) => unknown };
  evaluate?: (context: unknown) => unknown;
};

function keepDigits(part: FilterPart): void {
  const { value, token, operator = '', left, right, evaluate } = part;
  if (typeof value === 'number' && token !== undefined && evaluate !== undefined) {
    part.value = exactNumber(token.value, value);
  }
  const order = ORDERS[operator];
  if (order === undefined || left === undefined || right === undefined || evaluate === undefined) return;
  part.evaluate = (context) => {
    const [a, b] = [singleValue(left.evaluate(context)), singleValue(right.evaluate(context))];
    return isNumeric(a) && isNumeric(b) ? order(a, b) : evaluate.call(part, context);
  };
}

type Numeric = number | bigint;

const ORDERS: Readonly<Record<string, (a: Numeric, b: Numeric) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function singleValue(value: unknown): unknown {
  return value instanceof JSONPathNodeList && value.nodes.length === 1 ? value.nodes[0]?.value : value;
}

function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

class Environment extends JSONPathEnvironment {
  protected override setupFilterFunctions(): void {
    super.setupFilterFunctions();
    this.functionRegister.set('match', regexFunction(compileWholeRegex));
    this.functionRegister.set('search', regexFunction(compileForeignRegex));
  }

  /** A regex that stands in the path is looked at when the path is read; others, out of the document, when they come. */
  override checkWellTypedness(token: Token, args: Parameters<JSONPathEnvironment['checkWellTypedness']>[1]) {
    const checked = super.checkWellTypedness(token, args);
    const pattern = args[1];
    if ((token.value === 'match' || token.value === 'search') && pattern !== undefined && isLiteral(pattern)) {
      try {
        compileForeignRegex(pattern.value);
      } catch (cause) {
        if (!(cause instanceof PatternFault)) throw cause;
        throw new PatternFault(`the regex in ${token.value}(): ${cause.message} of it`, { cause });
      }
    }
    return checked;
  }
}

function isLiteral(expression: object): expression is { readonly value: string } {
  return 'value' in expression && typeof expression.value === 'string';
}

function compileWholeRegex(pattern: string): Regex {
  compileForeignRegex(pattern); // by itself: a bracket that closes the one below is no regex
  return compileForeignRegex(`^(?:${pattern})$`);
}

function regexFunction(compile: (pattern: string) => Regex): FilterFunction {
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, pattern: unknown) => {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false;
      try {
        return compile(pattern).test(text);
      } catch (error) {
        // By the RFC, what is no regex matches nothing.
        if (error instanceof PatternFault) return false;
        throw error;
      }
    },
  };
}

const environment = new Environment({ maxRecursionDepth: MOST_DEPTH });
