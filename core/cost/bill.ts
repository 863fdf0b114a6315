import type { CheckList } from '../check/check-list.ts';
import type { DeploySettings } from '../check/deploy-settings.ts';
import { DEFAULT_WORKFLOW, WORKFLOW_TYPES, type WorkflowType } from '../contract.ts';
import { type Estimate, estimate } from './estimate.ts';
import { workloadsOf } from './workload.ts';

/** What a workflow of one type comes to: itself, and all that there is with it. Dollars a month. */
type Choice = { readonly workflow: number; readonly total: number };

/** What a list costs a month in US dollars, and what it would with the other workflows. */
export type Bill = Estimate & {
  readonly workflow: WorkflowType;
  /** All types side by side. */
  readonly choices: Readonly<Record<WorkflowType, Choice>>;
};

/** What a list costs as it would be deployed, and what it would cost with the other types of workflow. */
export function billOf(list: CheckList, kinds: readonly string[], chosen: DeploySettings = {}): Bill {
  const workflow = chosen.workflow ?? list.deploy?.workflow ?? DEFAULT_WORKFLOW;
  const bills = WORKFLOW_TYPES.map(
    (type) => [type, estimate(workloadsOf(list, kinds, { ...chosen, workflow: type }))] as const,
  );
  const choices = bills.map(([type, bill]) => [type, choiceOf(bill)] as const);
  return {
    workflow,
    ...estimate(workloadsOf(list, kinds, { ...chosen, workflow })),
    choices: Object.fromEntries(choices) as Bill['choices'],
  };
}

function choiceOf({ lines, total }: Estimate): Choice {
  return { workflow: lines.find(({ item }) => item.startsWith('workflow'))?.dollars ?? 0, total };
}
