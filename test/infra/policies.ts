import type { Template } from 'aws-cdk-lib/assertions';
import { type Properties, plainId, resourcesOf } from './synthesized.ts';

/** Role by role, all that its policies say: `actions on resource if condition`, in the alphabet's order. */
export function permissionsOf(template: Template): Record<string, readonly string[]> {
  const given = new Map<string, string[]>();
  for (const policy of resourcesOf(template, 'AWS::IAM::Policy').values()) {
    const lines = (policy['PolicyDocument'].Statement as Properties[]).flatMap(linesOf);
    for (const role of policy['Roles'].map(spelt)) given.set(role, [...(given.get(role) ?? []), ...lines]);
  }
  return sorted(given);
}

/** Who may take on each role: `service if condition`. */
export function trustsOf(template: Template): Record<string, readonly string[]> {
  const roles = resourcesOf(template, 'AWS::IAM::Role');
  return sorted(
    [...roles].map(([id, role]) => [
      id,
      (role['AssumeRolePolicyDocument'].Statement as Properties[]).map(
        ({ Principal, Condition }) => `${principalOf(Principal)}${conditionOf(Condition)}`,
      ),
    ]),
  );
}

/** What the policies of topics, queues, buckets and keys say, by the id of the first that each is about. */
export function resourcePoliciesOf(template: Template): Record<string, readonly string[]> {
  const documents: [string, Properties][] = [
    ...[...resourcesOf(template, 'AWS::SNS::TopicPolicy').values()].map((policy): [string, Properties] => [
      spelt(policy['Topics'][0]),
      policy['PolicyDocument'],
    ]),
    ...[...resourcesOf(template, 'AWS::SQS::QueuePolicy').values()].map((policy): [string, Properties] => [
      spelt(policy['Queues'][0]),
      policy['PolicyDocument'],
    ]),
    ...[...resourcesOf(template, 'AWS::S3::BucketPolicy').values()].map((policy): [string, Properties] => [
      spelt(policy['Bucket']),
      policy['PolicyDocument'],
    ]),
    ...[...resourcesOf(template, 'AWS::KMS::Key')].map(([id, key]): [string, Properties] => [id, key['KeyPolicy']]),
  ];
  return sorted(
    documents.map(([id, { Statement }]) => [
      id,
      (Statement as Properties[]).flatMap((statement) =>
        linesOf(statement).map((line) => `${principalOf(statement['Principal'])}: ${line}`),
      ),
    ]),
  );
}

/** The table with the lines of each row in the alphabet's order, whatever order they were written in. */
export function sorted(table: Iterable<[string, readonly string[]]>): Record<string, readonly string[]> {
  return Object.fromEntries([...table].map(([id, lines]) => [id, lines.toSorted()]));
}

function linesOf({ Action, Condition, Effect, Resource }: Properties): string[] {
  const actions = [Action].flat().join(' ');
  const effect = Effect === 'Allow' ? '' : `${Effect} `;
  return [Resource].flat().map((resource) => `${effect}${actions} on ${spelt(resource)}${conditionOf(Condition)}`);
}

function principalOf(principal: unknown): string {
  if (typeof principal === 'string') return principal;
  return Object.values(principal as Record<string, unknown>)
    .map(spelt)
    .join(' ');
}

function conditionOf(condition: unknown): string {
  return condition === undefined ? '' : ` if ${JSON.stringify(condition, (_, value) => spelling(value))}`;
}

function spelt(value: unknown): string {
  return String(spelling(value));
}

/** An intrinsic as text: `<AWS::Region>`, or the id of a resource without CDK's hash. */
function spelling(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref.startsWith('AWS::') ? `<${Ref}>` : plainId(Ref);
  if (Array.isArray(attribute)) return `${plainId(attribute[0])}.${attribute[1]}`;
  if (Array.isArray(join)) return join[1].map(spelt).join('');
  return value;
}
