import { describe, expect, it } from 'vitest';
import type { HttpPart, HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

type Received = { readonly type: string; readonly bytes: Buffer };

async function received(parts: readonly HttpPart[], http: Partial<HttpRequest> = {}): Promise<Received> {
  let got: Received | null = null;
  const url = await httpServer(async (request, response) => {
    got = { type: request.headers['content-type'] ?? '', bytes: Buffer.concat(await request.toArray()) };
    response.end();
  });
  const { reason } = await runHttp(url, { http: { method: 'POST', body: { multipart: parts }, ...http } });
  if (got === null) throw new Error(`nothing was received: ${reason?.message}`);
  return got;
}

/** As a reader that is not ours understands it. */
function read({ type, bytes }: Received): Promise<FormData> {
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
}

describe('a multipart body', () => {
  it('is read by others as it was meant: fields and files, in order, bytes as they are', async () => {
    const bytes = Buffer.from([0, 13, 10, 255, 45, 45]);
    const form = await read(
      await received([
        { name: 'data', content: { text: 'sample' } },
        { name: 'data', content: { text: 'zwei\nZeilen é' } },
        { name: 'file', content: { base64: bytes.toString('base64') }, filename: 'a.bin' },
        { name: 'empty', content: { text: '' }, filename: 'e.json', type: 'application/json' },
      ]),
    );
    expect(form.getAll('data')).toEqual(['sample', 'zwei\nZeilen é']);
    const file = form.get('file') as File;
    expect([file.name, file.type, Buffer.from(await file.arrayBuffer())]).toEqual([
      'a.bin',
      'application/octet-stream',
      bytes,
    ]);
    const empty = form.get('empty') as File;
    expect([empty.name, empty.type, empty.size]).toEqual(['e.json', 'application/json', 0]);
    expect([...form.keys()]).toEqual(['data', 'data', 'file', 'empty']);
  });

  it('is written byte for byte as curl writes it', async () => {
    const { type, bytes } = await received([
      { name: 'a"b\r\nc', content: { text: '1' } },
      { name: 'f', content: { text: '<p>' }, filename: 'x"y.html' },
    ]);
    const boundary = type.replace('multipart/form-data; boundary=', '');
    expect(bytes.toString()).toBe(
      [
        `--${boundary}`,
        'Content-Disposition: form-data; name="a%22b%0D%0Ac"',
        '',
        '1',
        `--${boundary}`,
        'Content-Disposition: form-data; name="f"; filename="x%22y.html"',
        'Content-Type: text/html',
        '',
        '<p>',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    );
  });

  it('has another boundary each time', async () => {
    const types = await Promise.all([received([]), received([])]);
    expect(types[0].type).not.toBe(types[1].type);
  });

  it('adds the boundary to a type that was given', async () => {
    const got = await received([{ name: 'a', content: { text: '1' } }], {
      headers: [['content-type', 'multipart/form-data; charset=utf-8']],
    });
    expect(got.type).toMatch(/^multipart\/form-data; charset=utf-8; boundary=-{24}[0-9a-f]{22}$/);
    expect((await read(got)).get('a')).toBe('1');
  });
});
