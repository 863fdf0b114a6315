import { describe, expect, it } from 'vitest';
import { KINDS } from '#core/checks/kinds.ts';
import { type Properties, referred, resourcesOf, synthesized } from './synthesized.ts';

const template = synthesized();
const CHECKERS = Object.values(KINDS).map((kind) => kind.state);
const STATES = ['PrepareChecks', ...CHECKERS, 'TrackIncidents', 'PublishMetrics'];

const writesLogs = (state: string) => `logs:CreateLogStream logs:PutLogEvents on HealthChecks${state}Logs.Arn`;

/** The whole of what every role may do: action, resource, condition. */
const PERMISSIONS: Record<string, readonly string[]> = {
  ...Object.fromEntries(STATES.map((state) => [`HealthChecks${state}Role`, [writesLogs(state)]])),
  HealthChecksRecipeCodeRole: [writesLogs('RecipeCode')],
  HealthChecksPublishMetricsRole: [
    writesLogs('PublishMetrics'),
    'cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"Rollcall"}}',
  ],
  HealthChecksTrackIncidentsRole: [
    writesLogs('TrackIncidents'),
    'dynamodb:Query dynamodb:PutItem dynamodb:DeleteItem on HealthChecksIncidentsTable.Arn',
  ],
  HealthChecksWorkflowStateMachineRole: [
    ...STATES.map((state) => `lambda:InvokeFunction on HealthChecks${state}Function.Arn`),
    'sns:Publish on HealthChecksAlertsTopic',
    // Step Functions asks for these on everything: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    'logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries ' +
      'logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups on *',
    'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets on *',
  ],
  HealthChecksSchedulesRole: [
    'states:StartExecution on HealthChecksWorkflowStateMachine',
    'sqs:SendMessage on HealthChecksSchedulesDeadLetters.Arn',
  ],
};

describe('permissions', () => {
  it('are for each role exactly these', () => {
    const given = new Map<string, string[]>();
    for (const policy of resourcesOf(template, 'AWS::IAM::Policy').values()) {
      const lines = (policy['PolicyDocument'].Statement as Properties[]).flatMap(linesOf);
      for (const role of policy['Roles']) given.set(referred(role), [...(given.get(referred(role)) ?? []), ...lines]);
    }
    const sorted = (table: Iterable<[string, readonly string[]]>) =>
      Object.fromEntries([...table].map(([role, lines]) => [role, lines.toSorted()]));
    expect(sorted(given)).toEqual(sorted(Object.entries(PERMISSIONS)));
  });

  it('come from no policy of somebody else', () => {
    for (const role of resourcesOf(template, 'AWS::IAM::Role').values()) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });

  it('are lent by the state machine’s role to state machines of this account and Region alone', () => {
    const trust = resourcesOf(template, 'AWS::IAM::Role').get('HealthChecksWorkflowStateMachineRole');
    const [statement, ...others] = trust?.['AssumeRolePolicyDocument'].Statement ?? [];
    expect(others).toEqual([]);
    expect(statement.Principal).toEqual({ Service: 'states.amazonaws.com' });
    expect(statement.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    expect(JSON.stringify(statement.Condition.ArnLike['aws:SourceArn'])).toContain(':stateMachine:*');
  });

  it('are lent by the schedules’ role to their own group alone', () => {
    const trust = resourcesOf(template, 'AWS::IAM::Role').get('HealthChecksSchedulesRole');
    const [statement, ...others] = trust?.['AssumeRolePolicyDocument'].Statement ?? [];
    expect(others).toEqual([]);
    expect(statement.Principal).toEqual({ Service: 'scheduler.amazonaws.com' });
    expect(statement.Condition).toEqual({
      StringEquals: {
        'aws:SourceAccount': { Ref: 'AWS::AccountId' },
        'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^HealthChecksSchedulesGroup/), 'Arn'] },
      },
    });
  });

  it('let nobody publish an alert in the clear', () => {
    const policy = [...resourcesOf(template, 'AWS::SNS::TopicPolicy').values()][0];
    expect(policy?.['PolicyDocument'].Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });
});

function linesOf(statement: Properties): string[] {
  const actions = [statement['Action']].flat().join(' ');
  const condition = statement['Condition'] ? ` if ${JSON.stringify(statement['Condition'])}` : '';
  const allowed = statement['Effect'] === 'Allow' ? '' : `${statement['Effect']} `;
  return [statement['Resource']].flat().map((resource) => `${allowed}${actions} on ${referred(resource)}${condition}`);
}
