import type { How } from '#core/page/how.ts';
import { html } from '#core/text/html.ts';
import { type Answer, HTML } from './http/answer.ts';

const WORDS = {
  en: {
    title: 'Log in',
    label: 'Token',
    button: 'Log in',
    wrong: 'This is not the token.',
    busy: 'Too many wrong tokens; try again in a moment.',
  },
  ja: {
    title: 'ログイン',
    label: 'トークン',
    button: 'ログイン',
    wrong: 'トークンが違います。',
    busy: '誤ったトークンが多すぎます。しばらくしてからやり直してください。',
  },
} as const;

/** A form for the token. `trouble`: why the last one was not taken. */
export function loginAnswer({ language, links }: How, trouble: 'wrong' | 'busy' | null = null): Answer {
  const words = WORDS[language];
  const body = `${html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${words.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${links.asset('page.css')}">
</head>
<body>
<main id="main"><h1>${words.title}</h1>
${trouble === null ? null : html`<p role="alert">${words[trouble]}</p>`}
<form method="post" action="${links.index}login"><label>${words.label} <input type="password" name="token" autocomplete="current-password" required></label> <button>${words.button}</button></form>
</main>
</body>
</html>
`}`;
  return { status: trouble === 'busy' ? 429 : 401, type: HTML, body, keep: 'nobody' };
}
