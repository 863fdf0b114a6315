import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleFunction, REPOSITORY } from './bundle.ts';
import type { DeployedFunction } from './deployed-functions.ts';

export type WorkflowFunctionProps = {
  readonly deployed: DeployedFunction;
  readonly description: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files beside the code, name to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** A name that callers know. CloudFormation makes one up when left out. */
  readonly functionName?: string;
  /** What its role may do beside writing its log. */
  readonly permissions?: readonly iam.PolicyStatement[];
};

/** One Lambda function of the workflow, with its own log group and a role that may write there, and what else is said. */
export class WorkflowFunction extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, id: string, props: WorkflowFunctionProps) {
    super(scope, id);
    const { deployed, description, environment = {}, files = {}, functionName, permissions = [] } = props;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    for (const permission of permissions) role.addToPolicy(permission);
    this.function = new lambda.Function(this, 'Function', {
      ...(functionName !== undefined && { functionName }),
      description,
      code: lambda.Code.fromAsset(this.codeFolder(deployed.folder, files)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256, // 128 MB is 1/14 of a CPU, on which TLS and JSON are slow
      timeout: Duration.seconds(deployed.timeoutSeconds),
      environment: { ...environment },
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      systemLogLevelV2: lambda.SystemLogLevel.WARN, // START, END and REPORT lines would be half of the log bill
    });
  }

  // A stack that is not being deployed (`cdk list`, template tests) is not bundled: its sources stand for the code.
  private codeFolder(folder: string, files: Readonly<Record<string, string>>): string {
    const assembly = Stage.of(this)?.assetOutdir;
    if (assembly === undefined || !Stack.of(this).bundlingRequired) return join(REPOSITORY, 'functions', folder);
    // CDK caches assets by path, and another list of checks is other code: a folder of its own for each construct.
    const outdir = join(assembly, `bundle-${this.node.addr}`);
    rmSync(outdir, { recursive: true, force: true });
    bundleFunction(folder, outdir, files);
    return outdir;
  }
}
