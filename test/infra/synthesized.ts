import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseChecks } from '#checks-file/parse.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { RollcallStack, type RollcallStackProps } from '../../infra/rollcall-stack.ts';

type Settings = Partial<RollcallStackProps>;

/** The stack's template. Nothing is bundled: the sources stand for the code. */
export function synthesized(checks: CheckList = { checks: [] }, settings: Settings = {}): Template {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
  return Template.fromStack(new RollcallStack(app, 'Rollcall', { checks, ...settings }));
}

/** A stack in an app of its own, with checks of these settings; `every`, `timeout` … go into each. */
export function stackOf(
  entries: readonly object[],
  settings: Settings & { readonly deploy?: object; readonly app?: App } = {},
): RollcallStack {
  const {
    deploy,
    app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } }),
    ...props
  } = settings;
  const { list, faults } = parseChecks(JSON.stringify({ ...(deploy && { deploy }), checks: entries }));
  if (list === null) throw new Error(JSON.stringify(faults));
  return new RollcallStack(app, 'Rollcall', { checks: list, ...props });
}

/** `count` tcp checks. */
export function entries(count: number, settings: object = {}): object[] {
  return Array.from({ length: count }, (_, index) => ({ name: `c${index}`, tcp: { host: 'h', port: 1 }, ...settings }));
}

/** Resources of one type, by logical id without CDK's hash. */
export function resourcesOf(template: Template, type: string): Map<string, Properties> {
  const found = Object.entries(template.findResources(type)) as [string, { Properties?: Properties }][];
  return new Map(found.map(([id, resource]) => [plainId(id), resource.Properties ?? {}]));
}

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of CloudFormation's making
export type Properties = Record<string, any>;

/** What an intrinsic refers to, as text: `Alerts/Topic`'s Ref is `HealthChecksAlertsTopic`. */
export function referred(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': getAtt } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  if (Ref !== undefined) return plainId(Ref);
  if (getAtt !== undefined) return `${plainId(getAtt[0])}.${getAtt[1]}`;
  return JSON.stringify(value);
}

export function plainId(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
