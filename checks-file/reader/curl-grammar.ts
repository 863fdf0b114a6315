import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { GRAMMAR_FILES } from '#core/contract.ts';
import type { CurlGrammar, SyntaxNode } from '../curl/grammar.ts';

let loading: Promise<CurlGrammar> | null = null;

/** Bash's grammar, loaded once, at the first use: some 20 ms, then well below 1 ms a command. */
export function curlGrammar(): Promise<CurlGrammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CurlGrammar> {
  const [engine, bash] = await Promise.all([
    readFile(grammarFile('web-tree-sitter.wasm')),
    readFile(grammarFile('tree-sitter-bash.wasm')),
  ]);
  await Parser.init({ wasmBinary: engine });
  const parser = new Parser();
  parser.setLanguage(await Language.load(bash));
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('the bash grammar gave up on the command');
    try {
      return plain(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}

/** Beside the bundle in Lambda, else in node_modules. */
function grammarFile(name: keyof typeof GRAMMAR_FILES): URL {
  const beside = new URL(name, import.meta.url);
  return existsSync(beside) ? beside : new URL(import.meta.resolve(GRAMMAR_FILES[name]));
}

function plain(node: Node): SyntaxNode {
  return {
    type: node.type,
    start: node.startIndex,
    end: node.endIndex,
    missing: node.isMissing,
    children: node.children.flatMap((child) => (child === null ? [] : [plain(child)])),
  };
}
