import {
  type FilterFunction,
  FunctionExpressionType,
  JSONPathEnvironment,
  JSONPathError,
  type JSONValue,
  type Token,
} from 'json-p3';
import { PatternFault } from './pattern-fault.ts';
import { compileForeignRegex, type Regex } from './regex.ts';
import { remembered } from './remembered.ts';

/** JSONPath by RFC 9535; its functions `match` and `search` run in linear time. */

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
    return environment.compile(path);
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
