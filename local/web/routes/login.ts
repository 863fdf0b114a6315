import { isFromOurPages, saysWhereFrom } from '../access/same-site.ts';
import { isSame } from '../access/token.ts';
import { seeOther, words } from '../http/answer.ts';
import { formOf } from '../http/asked.ts';
import type { Handler, Route } from '../http/route.ts';
import { loginAnswer } from '../login-page.ts';
import type { Shared } from '../shared.ts';

/** People show the token once, in a form. Without a token there is nothing to log in to. */
export function loginRoutes({ token, access, brake, renderer, base, now }: Shared): readonly Route[] {
  const { sessions } = access;
  if (token === null || sessions === null) return [];
  const form: Handler = ({ asked, viewer }) => ({
    ...loginAnswer(renderer.howFor(renderer.variantOf(asked, viewer))),
    status: 200,
  });
  const enter: Handler = async ({ asked, viewer }) => {
    if (!isFromOurPages(asked.headers, access.origins) || !saysWhereFrom(asked.headers))
      return words(403, 'another site sent this');
    const given = (await formOf(asked)).get('token')?.trim() ?? '';
    if (isSame(given, token)) return seeOther(base, { 'set-cookie': sessions.begin(now()) });
    const how = renderer.howFor(renderer.variantOf(asked, viewer));
    return loginAnswer(how, (await brake.hold(asked.from)) ? 'wrong' : 'busy');
  };
  const leave: Handler = ({ asked }) =>
    isFromOurPages(asked.headers, access.origins)
      ? seeOther(base, { 'set-cookie': sessions.end() })
      : words(403, 'another site sent this');
  return [
    { path: '/login', on: { GET: form, POST: enter } },
    { path: '/logout', on: { POST: leave } },
  ];
}
