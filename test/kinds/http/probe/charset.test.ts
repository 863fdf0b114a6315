import { expect, it } from 'vitest';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

const page = (type: string, body: Buffer | string): Promise<string> =>
  httpServer((_, response) => (type === '' ? response : response.setHeader('content-type', type)).end(body));

const SHIFT_JIS = Buffer.from('928d95b68ef395749286b1cadfb0c4955c8ea6', 'hex');
const EUC_JP = Buffer.from('c3edcab8bcf5c9d5c3e68eb18eca8edf8eb08ec4c9bdbca8', 'hex');
const ISO_2022_JP = Buffer.from('1b2442436d4a383c7549554366493d3c281b2842', 'hex');
const meta = (charset: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`<!doctype html><meta charset="${charset}"><p>`), body]);

it.each<[what: string, type: string, body: Buffer, keyword: string]>([
  ['Shift_JIS', 'text/html; charset=Shift_JIS', SHIFT_JIS, '受付中ｱﾊﾟｰﾄ表示'],
  ['EUC-JP', 'text/html;charset="euc-jp"', EUC_JP, '受付中ｱﾊﾟｰﾄ表示'],
  ['ISO-2022-JP', 'text/plain; charset=ISO-2022-JP', ISO_2022_JP, '受付中'],
  ['GBK', 'text/plain; charset=gb2312', Buffer.from('b6a9b5a5d5fdb3a3', 'hex'), '订单正常'],
  ['EUC-KR', 'text/plain; charset=euc-kr', Buffer.from('c1d6b9ae20c1a4bbf3', 'hex'), '주문 정상'],
  ['Big5', 'text/plain; charset=big5', Buffer.from('ad71b3e6a5bfb160', 'hex'), '訂單正常'],
  ['latin1', 'text/plain; charset=iso-8859-1', Buffer.from('café ok', 'latin1'), 'café'],
  ['windows-1251', 'text/plain; charset=windows-1251', Buffer.from('e7e0eae0e7', 'hex'), 'заказ'],
  ['UTF-16 by its mark', 'text/plain', Buffer.from('fffee86c87656f006b00', 'hex'), '注文ok'],
  ['UTF-16BE', 'text/plain; charset=utf-16be', Buffer.from('6ce86587006f006b', 'hex'), '注文ok'],
  ['UTF-8 by default', 'application/json', Buffer.from('{"状態":"正常"}'), '"正常"'],

  ['CP932', 'text/html; charset=CP932', Buffer.from('87408d82fbfc', 'hex'), '①高髙'],
  ['Windows-31J', 'text/html; charset="Windows-31J"', Buffer.from('8740', 'hex'), '①'],
  ['eucJP-ms', 'text/html; charset=eucJP-ms', Buffer.from('ada1', 'hex'), '①'],
  ['CP51932', 'text/html; charset=CP51932', Buffer.from('f9a1', 'hex'), '纊'],
  ['ISO-2022-JP as PHP calls it', 'text/plain; charset=CP50221', Buffer.from('1b24422d211b2842', 'hex'), '①'],
  ['EUC-JP by the meta of a page without a type', '', meta('euc-jp', EUC_JP), '受付中'],
  [
    'Shift_JIS by its meta, where the header names what nobody knows',
    'text/html; charset=x-sjs',
    meta('Shift_JIS', SHIFT_JIS),
    '受付中',
  ],
  ['Shift_JIS by its meta', 'text/html', meta('Shift_JIS', SHIFT_JIS), '受付中'],
  [
    'EUC-JP by its XML declaration',
    'application/xml',
    Buffer.concat([Buffer.from('<?xml version="1.0" encoding="EUC-JP"?>'), EUC_JP]),
    '受付中',
  ],
  ['the header before the meta', 'text/html; charset=shift_jis', meta('utf-8', SHIFT_JIS), '受付中'],
])('finds a keyword in %s', async (_, type, body, keyword) => {
  const url = await page(type, body);
  expect((await runHttp(url, { expect: { keyword } })).reason).toBeNull();
  expect((await runHttp(url, { expect: { absent: keyword } })).reason?.code).toBe('absent');
});

it('does not find ASCII in the second halves of Shift_JIS characters', async () => {
  // 表 is 95 5C, 十 is 8F 5C: a search of the bytes would find the backslash.
  const url = await page('text/plain; charset=shift_jis', Buffer.from('955c8f5c', 'hex'));
  expect((await runHttp(url, { expect: { keyword: '\\' } })).outcome).toBe('NG');
});

it('shows the beginning of the body in its charset, on one line, with nothing that acts on a terminal', async () => {
  const body = Buffer.concat([Buffer.from('\x1b[31m\0 \r\n\t  '), SHIFT_JIS]);
  const { excerpt } = await runHttp(await page('text/plain; charset=shift_jis', body), { expect: { keyword: 'ok' } });
  expect(excerpt).toBe('␛[31m␀ 注文受付中ｱﾊﾟｰﾄ表示');
});

it('shows nothing of the body when all is well', async () => {
  expect(await runHttp(await page('text/plain', 'ok'))).not.toHaveProperty('excerpt');
});

/** Of the Encoding Standard, one of each encoding; those that it decodes to nothing are below. */
const LABELS =
  'utf8 866 l2 l3 l4 cyrillic arabic greek hebrew logical l6 iso-8859-13 iso-8859-14 l9 iso-8859-16 koi koi8-u mac dos-874 cp1250 cp1251 l1 cp1253 l5 cp1255 cp1256 cp1257 cp1258 x-mac-ukrainian chinese gb18030 cn-big5 x-euc-jp csiso2022jp ms_kanji ksc5601 unicodefffe ucs-2 x-user-defined';

it.each(LABELS.split(' '))('knows the label %s', async (label) => {
  const body = Buffer.from(/^u(cs-2|nicodefffe)$/.test(label) ? 'o\0k\0' : 'ok', 'latin1');
  const absent = label === 'unicodefffe' ? 'x' : 'no';
  const url = await page(`text/plain; charset=${label}`, body);
  expect((await runHttp(url, { expect: { absent } })).reason).toBeNull();
});

it('names the labels that stand for nothing readable', async () => {
  const { reason } = await runHttp(await page('text/plain; charset=hz-gb-2312', 'ok'), { expect: { absent: 'no' } });
  expect(reason?.message).toBe('"no" may be in the body, whose charset "hz-gb-2312" is not known');
});
