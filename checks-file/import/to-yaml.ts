import { Document, isScalar, Scalar, visit, type YAMLSeq } from 'yaml';

/** An entry of a checks file as it is written. */
export type Entry = { readonly name: string } & Readonly<Record<string, unknown>>;

/** No line is folded: a long URL or token stays in one piece. */
const LAYOUT = { lineWidth: 0, flowCollectionPadding: false } as const;
/** Longer items, or more than a quarter as many, take a line each. */
const ONE_LINE = 40;

/** A whole checks file. `schema`: where checks.schema.json is, seen from the file, for editors. */
export function fileOf(entries: readonly Entry[], schema: string | null): string {
  const address = schema === null ? '' : `# yaml-language-server: $schema=${schema}\n\n`;
  return `${address}checks:\n${listOf(entries, 2)}`;
}

/** The items of a list of checks, each line indented by so many blanks, with a line break at the end. */
export function listOf(entries: readonly Entry[], indent: number): string {
  const document = new Document([...entries], { version: '1.2', aliasDuplicateObjects: false });
  visit(document, { Scalar: (_, node) => quoteWhereReadersDiffer(node), Seq: (_, node) => putOnOneLine(node) });
  const text = document.toString(LAYOUT);
  return text.replace(/^(?=.)/gm, ' '.repeat(indent));
}

/** Text that one YAML reader or another takes for a number, a flag or null: quotes leave no doubt. */
function quoteWhereReadersDiffer(node: Scalar): void {
  if (typeof node.value !== 'string') return;
  if (
    /^(?:[-+.\d][\d._:xboa-f+-]*$|(?:y|n|yes|no|on|off|true|false|null|~)$|<<$|=$)/i.test(node.value) &&
    !node.value.includes('\n')
  ) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
}

/** `[a, b]`, as short lists are read best. */
function putOnOneLine(list: YAMLSeq): void {
  const isShort = list.items.every((item) => isScalar(item) && String(item.value).length <= ONE_LINE);
  if (isShort && list.items.length <= ONE_LINE / 4) list.flow = true;
}
