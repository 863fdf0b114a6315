import { Duration, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ENV } from '#core/contract.ts';
import type { PageOfStack } from '#core/page/deployed-page.ts';
import { RENDER_PAGE } from './deployed-functions.ts';
import { PageSite } from './page-site.ts';
import { RunHistory } from './run-history.ts';
import type { Schedules } from './schedules.ts';
import { WorkflowFunction, type WorkflowFunctionProps } from './workflow-function.ts';

export type StatusPageProps = Pick<WorkflowFunctionProps, 'logs'> & {
  readonly page: PageOfStack;
  /** What the page needs of the list, as text beside the code; for everybody's eyes. */
  readonly plan: string;
  /** The function that keeps runs and knows what is open. */
  readonly tracker: lambda.Function;
  /** Whose group and queue its schedule shares. */
  readonly schedules: Schedules;
  readonly encryptionKey?: kms.IKey | undefined;
};

/** What a run came to is kept, and made into a page again and again. */
export class StatusPage extends Construct {
  readonly renderer: lambda.Function;
  readonly history: RunHistory;
  readonly site: PageSite;

  constructor(scope: Construct, id: string, props: StatusPageProps) {
    super(scope, id);
    const { page, plan, tracker, schedules, logs, encryptionKey } = props;
    this.history = new RunHistory(this, 'History', { tracker, encryptionKey });
    this.site = new PageSite(this, 'Site', page);
    this.renderer = new WorkflowFunction(this, 'Renderer', {
      deployed: RENDER_PAGE,
      description: 'Makes the status page anew',
      environment: { [ENV.tracker]: tracker.functionName, [ENV.pageUrl]: this.site.url },
      files: { 'page.json': plan },
      logs,
      encryptionKey,
    }).function;
    this.history.letFold(this.renderer);
    this.site.letWrite(this.renderer);
    this.renderer.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [tracker.functionArn] }),
    );
    acknowledgeObjects(this);
    // What could not be made is made with the next one: a page of then is of no use.
    this.renderer.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    this.schedule(page, schedules);
  }

  private schedule({ everyMs }: PageOfStack, schedules: Schedules): void {
    const role = schedules.roleTo(this, {
      actions: ['lambda:InvokeFunction'],
      resources: [this.renderer.functionArn],
    });
    const schedule = new scheduler.CfnSchedule(this, 'Schedule', {
      name: 'status-page',
      groupName: schedules.group.ref,
      description: 'Makes the status page anew',
      scheduleExpression: rateOf(everyMs / 60_000),
      flexibleTimeWindow: { mode: 'OFF' },
      target: { arn: this.renderer.functionArn, ...schedules.delivery(role) },
    });
    schedule.node.addDependency(role);
  }
}

function rateOf(minutes: number): string {
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;
}

function acknowledgeObjects({ renderer, history, site }: StatusPage): void {
  const buckets = [history.archive, site.bucket];
  for (const bucket of buckets) {
    Validations.of(renderer.grantPrincipal as iam.Role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket.stack.getLogicalId(bucket.node.defaultChild as never)}.Arn>/*]`,
      reason: 'It writes whatever pages there are, of a bucket that holds nothing else.',
    });
  }
}
