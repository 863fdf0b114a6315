import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Dashboard as Body } from '#core/dashboard/dashboard.ts';

export type DashboardProps = {
  /** In front of its name. */
  readonly prefix: string;
  readonly body: Body;
};

/** What an operator looks at. Dashboards are of an account, not of a Region, so that the Region is in the name. */
export class Dashboard extends Construct {
  readonly dashboard: cloudwatch.CfnDashboard;

  constructor(scope: Construct, id: string, { prefix, body }: DashboardProps) {
    super(scope, id);
    this.dashboard = new cloudwatch.CfnDashboard(this, 'Dashboard', {
      dashboardName: `${prefix}-${Stack.of(this).region}`,
      dashboardBody: Stack.of(this).toJsonString(body),
    });
  }
}
