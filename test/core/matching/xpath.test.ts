import { expect, it } from 'vitest';
import { compileXPath, parseXml } from '#core/matching/xpath.ts';

const valuesIn = (path: string, xml: string) => compileXPath(path).valuesIn(parseXml(xml), {});

it('puts the nodes of a long list in their order, within the time of a test', () => {
  const items = Array.from(
    { length: 14_900 },
    (_, id) => `<item id="${id}"><name>some name</name><s>${id % 7}</s></item>\n`,
  );
  const xml = `<list>${items.join('')}</list>`;
  expect(xml.length).toBeGreaterThan(800_000);
  expect(valuesIn('//item/@id', xml)).toEqual(items.map((_, id) => String(id)));
  expect(valuesIn('/list/item[last()]/s | /list/item[2]/s', xml)).toEqual(['1', String(14_899 % 7)]);
});

it('orders elements, their attributes, texts and comments as the document has them', () => {
  const xml = '<a x="1" y="2"><!--3-->4<b z="5">6</b>7</a>';
  expect(valuesIn('/a/node() | //@* | //b/text()', xml)).toEqual(['1', '2', '3', '4', '6', '5', '6', '7']);
});
