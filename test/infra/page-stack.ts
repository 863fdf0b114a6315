import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseChecks } from '#checks-file/parse.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import type { RollcallStack } from '../../infra/rollcall-stack.ts';

/** A list of a check that everybody may see and one that nobody else may, with a status page. */
function listWithPage(deploy: object = {}): CheckList {
  const authored = {
    deploy: { page: true, ...deploy },
    page: { title: 'Shop', public: { tags: ['shop'] } },
    checks: [
      { name: 'orders', tags: ['shop'], tcp: { host: 'orders.internal', port: 1 } },
      { name: 'vault', tcp: { host: 'vault.internal', port: 1 } },
    ],
  };
  const { list, faults } = parseChecks(JSON.stringify(authored));
  if (list === null) throw new Error(JSON.stringify(faults));
  return list;
}

/** The stacks of that list, by their Regions. */
export function pageStacks(deploy: object = {}): readonly RollcallStack[] {
  return regionalStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { checks: listWithPage(deploy) });
}

export function pageTemplate(deploy: object = {}): Template {
  const [stack] = pageStacks(deploy);
  if (stack === undefined) throw new Error('there is no stack');
  return Template.fromStack(stack);
}
