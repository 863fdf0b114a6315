/**
 * Metric math, as much of it as alarms of ours use: numbers, m1, m2, …, + - * /, comparisons, parentheses, FILL and IF.
 * After "Using math expressions with CloudWatch metrics": where one of two series has no value it counts as 0, where
 * neither has one there is none.
 */

/** What a period has for each metric; null is no value. */
export type Values = Readonly<Record<string, number | null>>;

/** The value of one period. */
export type Expression = (values: Values) => number | null;

/** A constant has a value in every period, and makes none where a series has none. */
type Term = { readonly constant: boolean; readonly at: Expression };

const TOKEN = /\s*(>=|<=|==|!=|[-+*/()<>,]|[A-Za-z]\w*|\d+(?:\.\d+)?)/y;

/** Throws a SyntaxError on what alarms of ours do not use. */
export function readExpression(text: string): Expression {
  const reader = new Reader(tokensOf(text));
  const { at } = reader.comparison();
  reader.end();
  return at;
}

function tokensOf(text: string): readonly string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new SyntaxError(`metric math that is not known here: ${text}`);
    found.push(token);
  }
  return found;
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '>': (a, b) => Number(a > b),
  '<': (a, b) => Number(a < b),
  '>=': (a, b) => Number(a >= b),
  '<=': (a, b) => Number(a <= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};

class Reader {
  private readonly tokens: readonly string[];
  private next = 0;

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  comparison = (): Term => this.chain(['>', '<', '>=', '<=', '==', '!='], this.sum);

  end(): void {
    if (this.next < this.tokens.length) throw new SyntaxError(`not expected: ${this.tokens[this.next]}`);
  }

  private readonly sum = (): Term => this.chain(['+', '-'], this.product);

  private readonly product = (): Term => this.chain(['*', '/'], this.operand);

  private chain(operators: readonly string[], part: () => Term): Term {
    let term = part();
    for (let sign = this.take(operators); sign !== null; sign = this.take(operators)) term = joined(sign, term, part());
    return term;
  }

  private readonly operand = (): Term => {
    const token = this.tokens[this.next] ?? '';
    this.next += 1;
    if (token === '(') return this.closed(this.comparison());
    if (token === 'FILL') return fill(this.arguments(2));
    if (token === 'IF') return choose(this.arguments(3));
    if (/^\d/.test(token)) return { constant: true, at: () => Number(token) };
    if (/^[a-z]/.test(token)) return { constant: false, at: (values) => values[token] ?? null };
    throw new SyntaxError(`not expected: ${token}`);
  };

  private arguments(count: number): readonly Term[] {
    this.expect('(');
    const terms = Array.from({ length: count }, (_, index) => {
      if (index > 0) this.expect(',');
      return this.comparison();
    });
    this.expect(')');
    return terms;
  }

  private closed(term: Term): Term {
    this.expect(')');
    return term;
  }

  private expect(token: string): void {
    if (this.take([token]) === null) throw new SyntaxError(`${token} is missing before ${this.tokens[this.next]}`);
  }

  private take(wanted: readonly string[]): string | null {
    const token = this.tokens[this.next];
    if (token === undefined || !wanted.includes(token)) return null;
    this.next += 1;
    return token;
  }
}

function joined(sign: string, a: Term, b: Term): Term {
  const operate = OPERATORS[sign] ?? (() => Number.NaN);
  const isAbsent = (x: number | null, y: number | null) =>
    (x === null && y === null) || (x === null && b.constant) || (y === null && a.constant);
  return {
    constant: a.constant && b.constant,
    at: (values) => {
      const [x, y] = [a.at(values), b.at(values)];
      return isAbsent(x, y) ? null : operate(x ?? 0, y ?? 0);
    },
  };
}

function fill([series, value]: readonly Term[]): Term {
  return { constant: false, at: (values) => series?.at(values) ?? value?.at(values) ?? null };
}

function choose([condition, yes, no]: readonly Term[]): Term {
  return {
    constant: false,
    at: (values) => {
      const holds = condition?.at(values) ?? null;
      if (holds === null) return null;
      return (holds === 0 ? no?.at(values) : yes?.at(values)) ?? null;
    },
  };
}
