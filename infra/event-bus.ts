import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ENV } from '#core/contract.ts';
import { EVENT_SOURCE, EVENT_TYPE } from '#core/report/incident-events.ts';

/** Lets the tracker send openings and recoveries to a bus, the default one or that of an ARN, and no other events. */
export function sendEventsTo(tracker: lambda.Function, setting: true | string): void {
  const bus =
    setting === true
      ? Stack.of(tracker).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })
      : setting;
  tracker.addEnvironment(ENV.eventBus, bus);
  tracker.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [bus],
      conditions: { StringEquals: { 'events:source': EVENT_SOURCE, 'events:detail-type': EVENT_TYPE } },
    }),
  );
}
