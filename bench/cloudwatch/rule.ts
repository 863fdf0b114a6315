import type { AlarmState } from './state.ts';

/** A composite alarm's rule: whether it holds, by the states of the alarms that it names. */
export type Rule = (stateOf: (name: string) => AlarmState | undefined) => boolean;

const TOKEN = /\s*(AND|OR|NOT|[()]|(?:ALARM|OK|INSUFFICIENT_DATA)\("[^"]*"\))/y;
const FUNCTION = /^(?<state>\w+)\("(?<name>.*)"\)$/;

/** Throws a SyntaxError on what is no rule. */
export function readRule(text: string): Rule {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new SyntaxError(`no rule of a composite alarm: ${text}`);
    tokens.push(token);
  }
  const rule = anyOf(tokens);
  if (tokens.length > 0) throw new SyntaxError(`not expected: ${tokens[0]}`);
  return rule;
}

function anyOf(tokens: string[]): Rule {
  const rules = [allOf(tokens)];
  while (tokens[0] === 'OR') {
    tokens.shift();
    rules.push(allOf(tokens));
  }
  return (states) => rules.some((rule) => rule(states));
}

function allOf(tokens: string[]): Rule {
  const rules = [one(tokens)];
  while (tokens[0] === 'AND') {
    tokens.shift();
    rules.push(one(tokens));
  }
  return (states) => rules.every((rule) => rule(states));
}

function one(tokens: string[]): Rule {
  const token = tokens.shift() ?? '';
  if (token === 'NOT') {
    const rule = one(tokens);
    return (states) => !rule(states);
  }
  if (token === '(') {
    const rule = anyOf(tokens);
    if (tokens.shift() !== ')') throw new SyntaxError('a bracket is not closed');
    return rule;
  }
  const { state, name = '' } = FUNCTION.exec(token)?.groups ?? {};
  if (state === undefined) throw new SyntaxError(`not expected: ${token}`);
  return (states) => states(name) === state;
}
