import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { parseChecks } from '#checks-file/parse.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { RollcallStack, type RollcallStackProps } from '../../infra/rollcall-stack.ts';

type Settings = Partial<RollcallStackProps>;

const templates = new Map<string, Template>();
const stacks = new Map<string, RollcallStack>();

/** The stack's template, made once for each input. Nothing is bundled: the sources stand for the code. */
export function synthesized(checks: CheckList = { checks: [] }, settings: Settings = {}): Template {
  return once(templates, { checks, settings }, () =>
    Template.fromStack(new RollcallStack(newApp(), 'Rollcall', { checks, ...settings })),
  );
}

/** A stack of checks with these settings, made once for each input unless an app is given to make it in. */
export function stackOf(
  entries: readonly object[],
  { app, ...settings }: Settings & { readonly deploy?: object; readonly app?: App } = {},
): RollcallStack {
  if (app !== undefined) return stackIn(app, entries, settings);
  return once(stacks, { entries, settings }, () => stackIn(newApp(), entries, settings));
}

/** Most of these tests' time is CDK's, and many look at the same stack. */
function once<T>(known: Map<string, T>, input: object, make: () => T): T {
  const key = JSON.stringify(input);
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

function newApp(): App {
  return new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
}

function stackIn(
  app: App,
  entries: readonly object[],
  { deploy, ...props }: Settings & { readonly deploy?: object },
): RollcallStack {
  const { list, faults } = parseChecks(JSON.stringify({ ...(deploy && { deploy }), checks: entries }));
  if (list === null) throw new Error(JSON.stringify(faults));
  return new RollcallStack(app, 'Rollcall', { checks: list, ...props });
}

/** `count` tcp checks. */
export function entries(count: number, settings: object = {}): object[] {
  return Array.from({ length: count }, (_, index) => ({ name: `c${index}`, tcp: { host: 'h', port: 1 }, ...settings }));
}

/** What is said at synth, but for topics that nobody hears: lists of tests have no subscriber. */
export function warningsOf(stack: RollcallStack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data))
    .filter((text) => !text.startsWith('nobody is subscribed'));
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
