/**
 * What the embedded engine would run otherwise than AWS does, found in a definition: one line a find, `place: what`.
 * Whatever can stand in a JSONPath definition and is not known to be run alike is refused.
 */
export function engineHazards(definition: unknown): string[] {
  return machineHazards(definition as Json, '', false);
}

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown) => (Array.isArray(value) ? value : []) as readonly Json[];
const textsOf = (state: Json, fields: readonly string[]) =>
  fields.map((field) => state[field]).filter((value) => typeof value === 'string');

function machineHazards(machine: Json, place: string, inMap: boolean): string[] {
  const ignored = ['QueryLanguage', 'TimeoutSeconds'].filter((key) => key in machine);
  const states = Object.entries(machine['States'] as Record<string, Json>);
  return [
    ...ignored.map((key) => `${place || 'definition'}: ${key}`),
    ...states.flatMap(([name, state]) => stateHazards(state, place === '' ? name : `${place}/${name}`, inMap)),
  ];
}

function stateHazards(state: Json, place: string, inMap: boolean): string[] {
  const own = [
    ...fieldHazards(state),
    ...pathHazards(state, inMap),
    ...listOf(state['Choices']).flatMap((rule) => ruleHazards(rule, [])),
  ];
  const processors = ['ItemProcessor', 'Iterator'].map((key) => state[key]).filter(isObject);
  const inner = [...listOf(state['Branches']), ...processors];
  return [
    ...own.map((what) => `${place}: ${what}`),
    ...inner.flatMap((machine) => machineHazards(machine, place, inMap || state['Type'] === 'Map')),
  ];
}

/** Fields that the engine ignores, though AWS honours them or refuses the definition. */
const IGNORED = [
  'QueryLanguage',
  'Assign',
  'Arguments',
  'Output',
  'Items',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
  'Credentials',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
];

function fieldHazards(state: Json): string[] {
  const found = IGNORED.filter((field) => field in state);
  const processor = state['ItemProcessor'];
  const config = isObject(processor) ? processor['ProcessorConfig'] : undefined;
  if (isObject(config) && config['Mode'] !== 'INLINE') found.push(`Mode ${config['Mode']}`);
  if (state['Type'] === 'Task' && !('TimeoutSeconds' in state)) found.push('Task without TimeoutSeconds');
  if ('Result' in state && !state['Result']) found.push('falsy Result');
  if (/\.(sync|waitForTaskToken)/.test(String(state['Resource']))) found.push('service integration that waits');
  return found;
}

const PATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
];

function pathHazards(state: Json, inMap: boolean): string[] {
  const selector = expressionsOf(state['ItemSelector']);
  const others = [
    ...textsOf(state, PATH_FIELDS),
    ...expressionsOf(state['Parameters']),
    ...expressionsOf(state['ResultSelector']),
  ];
  const results = [state, ...listOf(state['Catch'])].flatMap((one) => textsOf(one, ['ResultPath']));
  return [
    ...[...others, ...selector].flatMap((expression) => expressionHazards(expression, inMap)),
    ...others.filter((path) => path.includes('$$.Map.')).map((path) => `${path} outside ItemSelector`),
    ...selector.filter((path) => path === '$').map(() => 'ItemSelector copies all of $'),
    ...results.filter((path) => !/^\$(\.\w+)+$/.test(path)).map((path) => `ResultPath ${path}`),
  ];
}

/** What a template evaluates, at whatever depth. */
function expressionsOf(template: unknown): string[] {
  if (Array.isArray(template)) return template.flatMap(expressionsOf);
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) =>
    key.endsWith('.$') ? [String(value)] : expressionsOf(value),
  );
}

const PLAIN_PATH = /^\$\$?(\.\w+|\[\d+\])*$/;
/** Intrinsics with the same result on both sides; none of them makes text. */
const SAFE_INTRINSIC = /^States\.(?:ArrayGetItem|ArrayLength)\(([^'()]*)\)$/;

function expressionHazards(expression: string, inMap: boolean): string[] {
  const args = SAFE_INTRINSIC.exec(expression)?.[1]
    ?.split(',')
    .map((arg) => arg.trim());
  if (args?.every((arg) => PLAIN_PATH.test(arg) || /^\d+$/.test(arg))) return [];
  if (!PLAIN_PATH.test(expression)) return [`${expression} is no plain path`];
  if (expression.startsWith('$$.Execution.Input')) return [expression];
  return inMap && expression === '$$.Execution.StartTime' ? [`${expression} in an iteration`] : [];
}

const ALIKE = ['StringEquals', 'BooleanEquals', 'NumericEquals'].flatMap((operator) => [operator, `${operator}Path`]);
const TYPE_TESTS = ['IsPresent', 'IsNull', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];
const GUARDS: Readonly<Record<string, string>> = { Numeric: 'IsNumeric', String: 'IsString', Timestamp: 'IsTimestamp' };

/** `before`: the rules that hold when this one is asked, because they stand before it in the same And. */
function ruleHazards(rule: Json, before: readonly Json[]): string[] {
  const all = listOf(rule['And']);
  const nested = [
    ...all.flatMap((part, i) => ruleHazards(part, [...before, ...all.slice(0, i)])),
    ...listOf(rule['Or']).flatMap((part) => ruleHazards(part, before)),
    ...(isObject(rule['Not']) ? ruleHazards(rule['Not'], before) : []),
  ];
  const operator = Object.keys(rule).find((key) => !['Variable', 'Next', 'Comment', 'And', 'Or', 'Not'].includes(key));
  if (operator === undefined) return nested;
  const paths = [String(rule['Variable']), ...(operator.endsWith('Path') ? [String(rule[operator])] : [])];
  return [
    ...nested,
    ...paths.flatMap((path) => expressionHazards(path, false)),
    ...operatorHazards(operator, rule, before),
  ];
}

function operatorHazards(operator: string, rule: Json, before: readonly Json[]): string[] {
  if (ALIKE.includes(operator)) return [];
  if (TYPE_TESTS.includes(operator)) return rule[operator] === true ? [] : [`${operator} ${rule[operator]}`];
  const guard = GUARDS[/^(\w+?)(?:Less|Greater)Than/.exec(operator)?.[1] ?? ''];
  if (guard === undefined) return [`${operator} is not known to be run alike`];
  const guarded = before.some((other) => other['Variable'] === rule['Variable'] && other[guard] === true);
  return guarded ? [] : [`${operator} without ${guard} before it`];
}
