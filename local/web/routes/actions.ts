import { seeOther, words } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { Shared } from '../shared.ts';
import { forActing } from './guarded.ts';

/** What the forms of the pages do. */
export function actionRoutes(shared: Shared): readonly Route[] {
  const { watching, renderer } = shared;
  return [
    {
      path: '/checks/:name/run',
      on: {
        POST: forActing(shared, async ({ asked, viewer, at: { name = '' } }) => {
          if (!watching.inUse().list.checks.some((check) => check.name === name)) return words(404, 'not found');
          await watching.runNow(name);
          return seeOther(renderer.howFor(renderer.variantOf(asked, viewer)).links.check(name));
        }),
      },
    },
  ];
}
