/** A Hurl file taken apart by its lines: each entry a request and what is expected of its answer. */

export type Line = { readonly text: string; readonly number: number };
type Section = { readonly name: string; readonly lines: readonly Line[] };
type Described = {
  readonly headers: readonly Line[];
  readonly sections: readonly Section[];
  readonly body: string | null;
};

export type HurlEntry = Described & {
  readonly line: number;
  readonly method: string;
  readonly url: string;
  /** `*` for any; null where no answer is described. */
  readonly status: string | null;
  readonly answer: Described;
};

const REQUEST = /^(?!HTTP )([A-Z]{3,20}) (\S.*)$/;
const ANSWER = /^HTTP(?:\/\S+)?(?:[ \t]+(\d{3}|\*))?[ \t]*$/;
const SECTION = /^\[([A-Za-z]+)\]$/;
const PAIR = /^[^\s:"{`<][^:]*:/;
const BODY = /^(?:[{<`]|(?:base64|file|hex),)/;

type Part = {
  readonly headers: Line[];
  readonly sections: { readonly name: string; readonly lines: Line[] }[];
  readonly body: string[];
};
type Draft = {
  readonly line: number;
  readonly method: string;
  readonly url: string;
  status: string | null;
  readonly asked: Part;
  readonly answer: Part;
};

export function hurlEntries(text: string): readonly HurlEntry[] {
  const entries: Draft[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) readLine(entries, raw, index + 1);
  return entries.map(({ asked, answer, ...rest }) => {
    return { ...rest, ...finished(asked), answer: finished(answer) };
  });
}

function readLine(entries: Draft[], raw: string, number: number): void {
  const current = entries.at(-1);
  const part = current?.status === null ? current.asked : current?.answer;
  if (part !== undefined && isOpen(part.body)) {
    part.body.push(raw);
    return;
  }
  const text = withoutComment(raw.trim());
  if (text === '') return;
  const [, method, url] = REQUEST.exec(text) ?? [];
  const answer = ANSWER.exec(text);
  if (method !== undefined && url !== undefined)
    entries.push({ line: number, method, url, status: null, asked: emptyPart(), answer: emptyPart() });
  else if (answer !== null && current !== undefined) current.status = answer[1] ?? '*';
  else if (part !== undefined) place(part, { text, number }, raw);
}

function emptyPart(): Part {
  return { headers: [], sections: [], body: [] };
}

function finished({ headers, sections, body }: Part): Described {
  return { headers, sections, body: body.length === 0 ? null : body.join('\n') };
}

function place({ headers, sections, body }: Part, line: Line, raw: string): void {
  const section = SECTION.exec(line.text)?.[1];
  const last = sections.at(-1);
  if (section !== undefined) sections.push({ name: section, lines: [] });
  else if (body.length > 0 || BODY.test(line.text)) body.push(raw);
  else if (last !== undefined) last.lines.push(line);
  else if (PAIR.test(line.text)) headers.push(line);
  else body.push(raw);
}

/** Whether a body goes on: a fence of backticks is not closed, or a bracket of its JSON is not. */
function isOpen(body: readonly string[]): boolean {
  const [first = ''] = body;
  if (first.trim().startsWith('```')) return body.join('\n').split('```').length % 2 === 0;
  return /^\s*[{[]/.test(first) && body.reduce((depth, line) => depth + depthOf(line), 0) > 0;
}

function withoutComment(text: string): string {
  return text.replace(/^#.*$|\s+#(?![^"]*"(?:[^"]*"[^"]*")*[^"]*$).*$/, '');
}

/** How much deeper a line of JSON goes; brackets within its strings do not count. */
function depthOf(raw: string): number {
  const plain = raw.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/\{\{[^{}]*\}\}/g, '');
  return (plain.match(/[{[]/g) ?? []).length - (plain.match(/[}\]]/g) ?? []).length;
}
