import { request } from 'node:http';
import { onTestFinished } from 'vitest';

/** One event as it came; `id` is null where it had none. */
type Came = { readonly id: string | null; readonly type: string; readonly data: string };

export type Stream = {
  readonly status: number;
  /** The next event, or null when the stream is over. */
  next(): Promise<Came | null>;
  close(): void;
};

/** Hears of events, as a browser's EventSource does. */
export function hear(url: string, headers: Record<string, string> = {}): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (response) => {
      const came: (Came | null)[] = [];
      const waiting: ((one: Came | null) => void)[] = [];
      const give = (one: Came | null) => {
        const first = waiting.shift();
        if (first === undefined) came.push(one);
        else first(one);
      };
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const one = eventOf(text.slice(0, end));
          text = text.slice(end + 2);
          if (one !== null) give(one);
        }
      });
      response.on('close', () => give(null));
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode ?? 0,
        next: () => new Promise((heard) => (came.length > 0 ? heard(came.shift() ?? null) : waiting.push(heard))),
        close: () => sent.destroy(),
      });
    });
    sent.on('error', reject).end();
    onTestFinished(() => void sent.destroy());
  });
}

function eventOf(block: string): Came | null {
  const fields = block.split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line)?.slice(1) ?? ['', '']);
  const all = (name: string) => fields.flatMap(([field, value]) => (field === name ? [value] : []));
  const [type] = all('event');
  return type === undefined ? null : { id: all('id')[0] ?? null, type, data: all('data').join('\n') };
}
