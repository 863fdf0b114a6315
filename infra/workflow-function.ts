import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, type RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DeploySettings } from '#core/check/deploy-settings.ts';
import { functionSources, writeFunction } from '#function-code';
import type { DeployedFunction } from './deployed-functions.ts';

export type WorkflowFunctionProps = {
  readonly deployed: DeployedFunction;
  readonly description: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files beside the code, name to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** A name that callers know. CloudFormation makes one up when left out. */
  readonly functionName?: string;
  readonly logs: { readonly retention: logs.RetentionDays; readonly removalPolicy: RemovalPolicy };
  /** For its log group and its environment. @default - keys of AWS */
  readonly encryptionKey?: kms.IKey | undefined;
  readonly reservedConcurrency?: number | undefined;
  /** Subnets and security groups that it connects from. @default - no VPC */
  readonly vpc?: DeploySettings['vpc'];
};

/** One Lambda function of the workflow, with its own log group and a role that may write there, and what else is said. */
export class WorkflowFunction extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, id: string, props: WorkflowFunctionProps) {
    super(scope, id);
    const { deployed, description, environment = {}, files = {}, functionName, encryptionKey } = props;
    const logGroup = new logs.LogGroup(this, 'Logs', { ...props.logs, ...(encryptionKey && { encryptionKey }) });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    if (props.vpc !== undefined) allowInterfaces(role);
    this.function = new lambda.Function(this, 'Function', {
      ...(functionName !== undefined && { functionName }),
      description,
      code: lambda.Code.fromAsset(this.codeFolder(deployed.folder, files)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: deployed.memoryMb ?? 256, // 128 MB is 1/14 of a CPU, on which TLS and JSON are slow
      timeout: Duration.seconds(deployed.timeoutSeconds),
      environment: { ...environment },
      ...(encryptionKey && { environmentEncryption: encryptionKey }),
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      systemLogLevelV2: lambda.SystemLogLevel.WARN, // START, END and REPORT lines would be half of the log bill
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    if (props.vpc !== undefined) this.connectFrom(props.vpc, role);
  }

  // By ids alone: the construct of a VPC would want to look it up in the account at synth.
  private connectFrom({ subnets, securityGroups }: NonNullable<DeploySettings['vpc']>, role: iam.Role): void {
    const resource = this.function.node.defaultChild as lambda.CfnFunction;
    resource.vpcConfig = { subnetIds: [...subnets], securityGroupIds: [...securityGroups] };
    resource.node.addDependency(role); // Lambda refuses a VPC to a role that may not make interfaces yet
  }

  // A stack that is not being deployed (`cdk list`, template tests) is not bundled: its sources stand for the code.
  private codeFolder(folder: string, files: Readonly<Record<string, string>>): string {
    const assembly = Stage.of(this)?.assetOutdir;
    if (assembly === undefined || !Stack.of(this).bundlingRequired) return functionSources(folder);
    // CDK caches assets by path, and another list of checks is other code: a folder of its own for each construct.
    const outdir = join(assembly, `bundle-${this.node.addr}`);
    rmSync(outdir, { recursive: true, force: true });
    writeFunction(folder, outdir, files);
    return outdir;
  }
}

/** What Lambda takes to put a function into a VPC; EC2 knows no resources for it. The function's own code is refused it. */
function allowInterfaces(role: iam.Role): void {
  const actions = [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ];
  role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'EC2 knows no resources for what Lambda does to connect to a VPC, and the code of the function is denied it.',
  });
  role.addToPolicy(
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  );
}
