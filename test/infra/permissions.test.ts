import { describe, expect, it } from 'vitest';
import { stateOf } from '#core/check/kind-names.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { permissionsOf, resourcePoliciesOf, sorted, trustsOf } from './policies.ts';
import { resourcesOf, synthesized } from './synthesized.ts';

const template = synthesized();
const CHECKERS = KIND_NAMES.map(stateOf);
const STATES = ['PrepareChecks', ...CHECKERS, 'TrackIncidents', 'PublishMetrics'];

const writesLogs = (state: string) => `logs:CreateLogStream logs:PutLogEvents on HealthChecks${state}Logs.Arn`;

// Step Functions asks for these on everything: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
const LOGS =
  'logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries ' +
  'logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups on *';
const TRACES = 'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets on *';

/** The whole of what every role may do: action, resource, condition. */
const PERMISSIONS: Record<string, readonly string[]> = {
  ...Object.fromEntries(STATES.map((state) => [`HealthChecks${state}Role`, [writesLogs(state)]])),
  HealthChecksPublishMetricsRole: [
    writesLogs('PublishMetrics'),
    'cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"Rollcall"}}',
  ],
  HealthChecksTrackIncidentsRole: [
    writesLogs('TrackIncidents'),
    'dynamodb:Query dynamodb:Scan dynamodb:PutItem dynamodb:DeleteItem on HealthChecksIncidentsTable.Arn',
  ],
  // What the Express machine calls and nothing else: it alerts nobody and writes no metric.
  HealthChecksWorkflowNestedStateMachineRole: [
    ...['PrepareChecks', ...CHECKERS].map((state) => `lambda:InvokeFunction on HealthChecks${state}Function.Arn`),
    LOGS,
    TRACES,
  ],
  HealthChecksWorkflowStateMachineRole: [
    'states:StartSyncExecution on HealthChecksWorkflowNestedStateMachine',
    ...STATES.map((state) => `lambda:InvokeFunction on HealthChecks${state}Function.Arn`),
    'sns:Publish on HealthChecksAlertsTopic',
    LOGS,
    TRACES,
  ],
  HealthChecksSchedulesRole: [
    'states:StartExecution on HealthChecksWorkflowStateMachine',
    'sqs:SendMessage on HealthChecksSchedulesDeadLetters.Arn',
  ],
};

const OWN_MACHINES =
  'states.amazonaws.com if {"ArnLike":{"aws:SourceArn":"arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:' +
  'stateMachine:*"},"StringEquals":{"aws:SourceAccount":"<AWS::AccountId>"}}';

// Lambda's has no condition to hold it to: a role goes to functions of its own account only, by iam:PassRole.
const TRUSTS: Record<string, readonly string[]> = {
  ...Object.fromEntries(STATES.map((state) => [`HealthChecks${state}Role`, ['lambda.amazonaws.com']])),
  HealthChecksWorkflowStateMachineRole: [OWN_MACHINES],
  HealthChecksWorkflowNestedStateMachineRole: [OWN_MACHINES],
  HealthChecksSchedulesRole: [
    'scheduler.amazonaws.com if {"StringEquals":{"aws:SourceAccount":"<AWS::AccountId>",' +
      '"aws:SourceArn":"HealthChecksSchedulesGroup.Arn"}}',
  ],
};

const IN_THE_CLEAR = ' if {"Bool":{"aws:SecureTransport":"false"}}';

/** What the resources themselves let others do. A topic's policy takes the place of the one that SNS gives it. */
const RESOURCE_POLICIES: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ['HealthChecksAlertsTopic', 'HealthChecksMonitoringPagesTopic'].map((topic) => [
      topic,
      [
        `*: Deny sns:Publish on ${topic}${IN_THE_CLEAR}`,
        `cloudwatch.amazonaws.com: sns:Publish on ${topic} if {"StringEquals":{"aws:SourceAccount":"<AWS::AccountId>"},` +
          '"ArnLike":{"aws:SourceArn":"arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*"}}',
      ],
    ]),
  ),
  HealthChecksSchedulesDeadLetters: [`*: Deny sqs:* on HealthChecksSchedulesDeadLetters.Arn${IN_THE_CLEAR}`],
};

describe('permissions', () => {
  it('are for each role exactly these', () => {
    expect(permissionsOf(template)).toEqual(sorted(Object.entries(PERMISSIONS)));
  });

  it('come from no policy of somebody else', () => {
    for (const role of resourcesOf(template, 'AWS::IAM::Role').values()) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });

  it('are lent to these services, to resources of this account alone wherever the service says which', () => {
    expect(trustsOf(template)).toEqual(TRUSTS);
  });

  it('are given by topics and queue to alarms of this account, and to nobody in the clear', () => {
    expect(resourcePoliciesOf(template)).toEqual(sorted(Object.entries(RESOURCE_POLICIES)));
  });
});
