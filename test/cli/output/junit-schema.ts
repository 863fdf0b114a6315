import { XMLParser } from 'fast-xml-parser';

type Node = Readonly<Record<string, unknown>>;

/**
 * The elements that Jenkins and GitLab read of a JUnit report, in the order of Ant's and Surefire's schemas, with what each
 * may have. `file`, `line` and `properties` of a testcase are the widespread additions that both read or pass over.
 */
const COUNT = /^\d+$/;
const SECONDS = /^\d+\.\d{3}$/;
const ANY = /^/;
const TOTALS = { tests: COUNT, failures: COUNT, errors: COUNT, time: SECONDS };
const PROBLEM = { attributes: { message: ANY, type: /^[\w.-]+$/ }, children: [], hasText: true };
const SCHEMA: Readonly<
  Record<
    string,
    { attributes: Record<string, RegExp>; optional?: Record<string, RegExp>; children: string[]; hasText?: boolean }
  >
> = {
  testsuites: { attributes: { name: ANY, ...TOTALS }, children: ['testsuite*'] },
  testsuite: {
    attributes: { name: ANY, ...TOTALS, skipped: COUNT, timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/ },
    optional: { file: ANY },
    children: ['testcase*'],
  },
  testcase: {
    attributes: { name: ANY, classname: /^rollcall(\.[\w-]+)?$/, time: SECONDS },
    optional: { file: ANY, line: /^[1-9]\d*$/ },
    children: ['properties', 'skipped', 'error', 'failure', 'system-out'],
  },
  properties: { attributes: {}, children: ['property*'] },
  property: { attributes: { name: /^[\w.]+$/, value: ANY }, children: [] },
  skipped: { attributes: { message: ANY }, children: [] },
  error: PROBLEM,
  failure: PROBLEM,
  'system-out': { attributes: {}, children: [], hasText: true },
};

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', preserveOrder: true });

/** What of a report is not as the schema wants it, and totals that are not those of the tests; empty when it is valid. */
export function junitFaults(xml: string): readonly string[] {
  // What XML 1.0 cannot hold at all.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const raw = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(xml)
    ? ['has a character that XML cannot hold']
    : [];
  const [, root, ...others] = parser.parse(xml) as readonly Node[];
  if (root === undefined || others.length > 0) return [...raw, 'has not one root'];
  return [...raw, ...faultsOf(root, nameOf(root) === 'testsuites' ? '' : 'root '), ...totalFaults(root)];
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';
const attributesOf = (node: Node) => (node[':@'] ?? {}) as Readonly<Record<string, string>>;
const childrenOf = (node: Node) => node[nameOf(node)] as readonly Node[];

function faultsOf(node: Node, path: string): readonly string[] {
  const name = nameOf(node);
  const here = `${path}${name}`;
  const schema = SCHEMA[name];
  if (schema === undefined) return [`${here}: unknown element`];
  const given = Object.entries(attributesOf(node));
  const known = { ...schema.attributes, ...schema.optional };
  const wrong = given.flatMap(([key, value]) => (known[key]?.test(value) ? [] : [`${here}@${key} is ${value}`]));
  const missing = Object.keys(schema.attributes).filter((key) => !(key in attributesOf(node)));
  const children = childrenOf(node);
  const elements = children.filter((child) => nameOf(child) !== '#text');
  const text = children.length > elements.length && !schema.hasText ? [`${here}: has text`] : [];
  const order = elements.map(nameOf).join(' ');
  const wanted = new RegExp(
    `^${schema.children.map((one) => (one.endsWith('*') ? `(${one.slice(0, -1)} ?)*` : `(${one} ?)?`)).join('')}$`,
  );
  return [
    ...wrong,
    ...missing.map((key) => `${here}@${key} is missing`),
    ...text,
    ...(wanted.test(order) ? [] : [`${here}: has ${order}`]),
    ...elements.flatMap((child) => faultsOf(child, `${here}/`)),
  ];
}

function totalFaults(root: Node): readonly string[] {
  const suites = childrenOf(root);
  return [root, ...suites].flatMap((node) => {
    const tests = node === root ? suites.flatMap(childrenOf) : childrenOf(node);
    const count = (name: string) =>
      tests.filter((test) => childrenOf(test).some((child) => nameOf(child) === name)).length;
    const counted = {
      tests: tests.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    };
    return Object.entries(counted).flatMap(([key, number]) => {
      const said = attributesOf(node)[key];
      return said === undefined || said === String(number)
        ? []
        : [`${nameOf(node)}@${key} is ${said}, there are ${number}`];
    });
  });
}
