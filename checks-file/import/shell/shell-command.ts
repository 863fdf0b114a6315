export type Span = { readonly from: number; readonly to: number };

/** What a command reads or writes beside its words. `body`: a here-document's text, or a file's name or here-string. */
export type Redirect = Span & {
  readonly sort: 'file' | 'document' | 'string';
  readonly body: Span;
  /** What ends a here-document; null for all else. */
  readonly delimiter: string | null;
  /** Whether a here-document's text is taken as it is. */
  readonly isLiteral: boolean;
  /** Whether tabs at the beginnings of a here-document's lines are none of it. */
  readonly isIndented: boolean;
};

/** A simple command: words up to what ends it. Offsets are those of the text. */
export type ShellCommand = Span & {
  readonly words: readonly Span[];
  readonly redirects: readonly Redirect[];
  /** What stands between it and the command before: `|`, `&&`, `;` …, or '' where a line begins. */
  readonly after: string;
  /** What cannot be read in it, and from where. */
  readonly fault: { readonly at: number; readonly message: string } | null;
  /** It ends with a backslash that continues nothing. */
  readonly isOpenEnded: boolean;
  /** Something stands behind its here-document's operator, such as `| jq .` */
  readonly hasTail: boolean;
};

/** `missing`: ends of here-documents that do not come any more. */
export type Scan = { readonly source: string; readonly missing: Set<string> };
