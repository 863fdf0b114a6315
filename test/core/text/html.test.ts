import { globSync, readFileSync } from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, joinedHtml } from '#core/text/html.ts';

describe('html', () => {
  it('escapes a text wherever it stands', () => {
    const said = `<img src=x onerror="alert('1')"> & more`;

    expect(`${html`<p title="${said}">${said}</p>`}`).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more</p>',
    );
  });

  it('lets markup of its own through, at any depth of lists', () => {
    const items = ['a', '<b>'].map((word) => html`<li>${word}</li>`);

    expect(`${html`<ul>${[items, [html`<li>last</li>`]]}</ul>`}`).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li><li>last</li></ul>',
    );
  });

  it('writes nothing for null, and numbers as they are', () => {
    expect(`${html`<p>${null}${0}${-1.5}</p>`}`).toBe('<p>0-1.5</p>');
  });

  it('takes no object that only looks like markup', () => {
    const forged = Object.assign(['<script>'], { toString: () => '<script>' });

    expect(`${html`${forged}`}`).toBe('&lt;script&gt;');
  });

  it('replaces what hides or reorders text, and keeps lines', () => {
    expect(`${html`${'a\u202eb\u0000c\u001b[31m\nd\ufffe'}`}`).toBe('a\ufffdb␀c␛[31m\nd\ufffd');
  });

  it('puts markup between pieces', () => {
    expect(`${joinedHtml(['a', '<', 'c'], html`<br>`)}`).toBe('a<br>&lt;<br>c');
  });

  it('gives any text back to a parser, as text and as an attribute', async () => {
    const text = fc.string({ unit: fc.constantFrom(...`<>&"'=/ax;#!-[] `) });
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        const parsed = new DOMParser().parseFromString(
          `${html`<p a="${said}">${said}</p>`}`,
          'text/xml',
        ).documentElement;
        expect([parsed?.textContent, parsed?.getAttribute('a')]).toEqual([said, said]);
      }),
    );
  });

  it('is used with values in quotes, everywhere', () => {
    const users = globSync('{core,local,cli}/**/*.ts').filter((file) =>
      /text\/html\.ts'/.test(readFileSync(file, 'utf8')),
    );
    const bare = users.filter((file) => /<[a-z][^>`]* [a-z-]+=\$\{/i.test(readFileSync(file, 'utf8')));

    expect(users.length).toBeGreaterThan(10);
    expect(bare).toEqual([]);
  });
});
