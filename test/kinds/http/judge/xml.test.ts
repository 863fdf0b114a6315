import { describe, expect, it } from 'vitest';
import type { XmlExpect } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const BODY = `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${SOAP}"><soap:Body><PingResponse xmlns="urn:ping" id="9007199254740993">
<status>UP</status><load>0.75</load><item>a</item><item>b</item><note><![CDATA[<ok>]]></note>
</PingResponse></soap:Body></soap:Envelope>`;
const NAMESPACES = { s: SOAP, p: 'urn:ping' };

async function reasonFor(one: XmlExpect, body: string | Buffer = BODY): Promise<string | null> {
  const url = await httpServer((_, response) => response.setHeader('content-type', 'text/xml').end(body));
  const { reason } = await runHttp(url, { expect: { more: { xml: [{ namespaces: NAMESPACES, ...one }] } } });
  return reason?.message ?? null;
}

describe('values in an XML body', () => {
  it.each<[XmlExpect, string | null]>([
    [{ path: '/s:Envelope/s:Body/p:PingResponse/p:status', equals: 'UP' }, null],
    [{ path: '//p:status/text()', matches: '^UP$' }, null],
    [{ path: '//p:load', less: 1, greater: 0.5 }, null],
    [{ path: '//p:load', equals: 0.75 }, null],
    [{ path: '//p:PingResponse/@id', equals: '9007199254740993', greater: '9007199254740992' }, null],
    [{ path: '//p:note', equals: '<ok>' }, null],
    [{ path: '//p:item', count: 2 }, null],
    [{ path: 'count(//p:item)', equals: 2 }, null],
    [{ path: 'count(//p:item) > 1', equals: true }, null],
    [{ path: 'string(//p:item[2])', equals: 'b' }, null],
    [{ path: '//s:Fault', exists: false }, null],
    [{ path: '//p:status', equals: 'DOWN' }, '//p:status is "UP", wanted "DOWN"'],
    [{ path: '//p:load', less: 0.5 }, '//p:load is "0.75", wanted a number less than 0.5'],
    [{ path: '//p:item', equals: 'a' }, '//p:item is "b" (value 2 of 2), wanted "a"'],
    [{ path: '//s:Fault', exists: true }, '//s:Fault is not there (the body is XML)'],
    [{ path: '//p:status', exists: false }, '//p:status is "UP", wanted nothing there'],
    [{ path: '//p:item', count: { greater: 2 } }, '//p:item has 2 values, wanted more than 2'],
  ])('%o', async (one, message) => {
    expect(await reasonFor(one)).toBe(message);
  });
});

describe('a body that is no XML', () => {
  const gone = { path: '//error', exists: false } as const;
  it.each<[body: string, message: string | RegExp]>([
    ['', 'the body is empty, wanted XML'],
    ['{"status": "UP"}', 'the body is not XML: missing root element'],
    ['<a><b></a>', /^the body is not XML: Opening and ending tag mismatch/],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'the body is not XML: entity not found:&x;'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'the body is not XML: entity not found:&x;'],
    [
      `<a>${'x'.repeat(1024 * 1024)}</a>`,
      'the body is longer than the 1 MiB that are read, so it cannot be read as XML',
    ],
  ])('%.60s', async (body, message) => {
    expect(await reasonFor(gone, body)).toMatch(message);
  });

  it('is read in its charset', async () => {
    const head = Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><a>');
    const body = Buffer.concat([head, Buffer.from('8eb38142', 'hex'), Buffer.from('</a>')]);
    expect(await reasonFor({ path: '/a', equals: '失。' }, body)).not.toBeNull();
    expect(await reasonFor({ path: 'string-length(/a)', equals: 2 }, body)).toBeNull();
  });
});

it('a hostile document ends within its time', async () => {
  const body = `<a>${'<b>'.repeat(20_000)}${'</b>'.repeat(20_000)}</a>`;
  const began = performance.now();
  const reason = await reasonFor({ path: '//b//b//b//b[count(.//b) > count(//b)]', exists: false }, body);
  expect(reason).toMatch(/^the body (?:takes too long|is too large or deep) to judge/);
  expect(performance.now() - began).toBeLessThan(15_000);
});
