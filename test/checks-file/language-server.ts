import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAM = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly uri?: string;
    readonly items?: readonly unknown[];
    readonly diagnostics?: readonly Diagnostic[];
  };
  readonly result?: unknown;
};
export type Diagnostic = { readonly message: string; readonly range: { readonly start: { readonly line: number } } };
type Completion = { readonly label: string; readonly documentation?: unknown };

/** An editor's side of the language server that editors run for YAML. A place is `line` and `character`, from 0. */
export class Editor {
  private readonly server = spawn(process.execPath, [PROGRAM, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  private readonly answers = new Map<number, (result: unknown) => void>();
  private readonly published = new Map<string, (found: readonly Diagnostic[]) => void>();
  private buffer = Buffer.alloc(0);
  private requests = 0;

  /** Starts the server for a folder. */
  static async open(folder: string): Promise<Editor> {
    const editor = new Editor();
    editor.server.stdout.on('data', (chunk: Buffer) => editor.read(chunk));
    const rootUri = pathToFileURL(folder).href;
    const capabilities = {
      workspace: { configuration: true },
      textDocument: { hover: { contentFormat: ['markdown'] } },
    };
    await editor.request('initialize', { processId: process.pid, rootUri, capabilities });
    editor.send({ method: 'initialized', params: {} });
    return editor;
  }

  /** Opens a file with this text and answers what the server finds wrong with it. */
  async show(file: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(file).href;
    const found = new Promise<readonly Diagnostic[]>((resolve) => this.published.set(uri, resolve));
    this.send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    });
    return found;
  }

  /** The words that are offered at a place of a file. */
  async completions(file: string, line: number, character: number): Promise<readonly string[]> {
    const answer = await this.request('textDocument/completion', placed(file, line, character));
    const items = Array.isArray(answer) ? answer : (answer as { readonly items: readonly Completion[] }).items;
    return items.map(({ label }: Completion) => label);
  }

  /** What is shown of the word at a place of a file. */
  async hover(file: string, line: number, character: number): Promise<string> {
    const answer = await this.request('textDocument/hover', placed(file, line, character));
    return JSON.stringify((answer as { readonly contents?: unknown } | null)?.contents ?? null);
  }

  close(): void {
    this.server.kill();
  }

  private request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.requests;
    this.send({ id, method, params });
    return new Promise((resolve) => this.answers.set(id, resolve));
  }

  private send(message: object): void {
    const json = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.server.stdin.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.subarray(0, Math.max(end, 0)).toString())?.[1]);
      if (end < 0 || this.buffer.length < end + 4 + length) return;
      const json = this.buffer.subarray(end + 4, end + 4 + length).toString();
      this.buffer = this.buffer.subarray(end + 4 + length);
      this.received(JSON.parse(json) as Message);
    }
  }

  private received({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics')
      this.published.get(params?.uri ?? '')?.(params?.diagnostics ?? []);
    else if (method !== undefined && id !== undefined) {
      const settings = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
      this.send({ id, result: method === 'workspace/configuration' ? params?.items?.map(() => settings) : null });
    } else if (id !== undefined) this.answers.get(id)?.(result);
  }
}

function placed(file: string, line: number, character: number) {
  return { textDocument: { uri: pathToFileURL(file).href }, position: { line, character } };
}
