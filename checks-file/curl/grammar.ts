/** The part of a bash syntax tree that reading a curl command needs; offsets count UTF-16 units, as strings do. */
export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Stands for text that the grammar wanted and did not find: a quote that is never closed. */
  readonly missing: boolean;
  readonly children: readonly SyntaxNode[];
};

/** Bash's grammar. Loading it takes WebAssembly and files, so whoever may read files hands it in. */
export type CurlGrammar = (text: string) => SyntaxNode;
