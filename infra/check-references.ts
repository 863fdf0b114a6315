import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Check } from '#core/check/check.ts';
import { type Reference, referencesOf } from '#core/check/references.ts';
import { ENV } from '#core/contract.ts';
import { via } from './encryption-key.ts';

/** The environment variables that `${env:NAME}` names, out of those that were allowed to stand in the template. */
export function variablesFor(
  references: readonly Reference[],
  allowed: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = namesOf(references, 'env').filter((name) => Object.hasOwn(allowed, name) && !OWN.test(name));
  if (named.length === 0) return {};
  return { ...Object.fromEntries(named.map((name) => [name, allowed[name] ?? ''])), [ENV.readable]: named.join(',') };
}

/** Variables that change what the function itself does, or hold its own credentials. */
const OWN = /^(?:AWS_|LAMBDA_|ROLLCALL_|NODE_|UV_|LD_|_|PATH$|HOME$|TZ$)/;

/** Every `${env:NAME}` that could not be read on AWS, and what to do. */
export function variableFaults(checks: readonly Check[], allowed: Readonly<Record<string, string>>): string[] {
  return checks.flatMap((check) =>
    namesOf(referencesOf([check]), 'env').flatMap((name) => {
      const named = `check ${check.name} names \${env:${name}}`;
      if (OWN.test(name)) return [`${named}, a variable of the function's own; take another name`];
      if (Object.hasOwn(allowed, name)) return [];
      return [
        `${named}, whose value would stand in the template for all to read: keep a secret as \${ssm:/path} or \${secret:name}, or allow it with -c env=${name}`,
      ];
    }),
  );
}

/** Lets a checker read exactly these parameters and secrets, and decrypt them with whatever key they have. */
export function letRead(checker: lambda.Function, references: readonly Reference[]): void {
  const parameters = namesOf(references, 'ssm').map((name) => parameterArn(checker, name));
  const secrets = namesOf(references, 'secret').map((name) => secretArn(checker, name));
  if (parameters.length > 0) {
    checker.addToRolePolicy(new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: parameters }));
    letDecryptOnly(checker, 'ssm', 'PARAMETER_ARN', parameters);
  }
  if (secrets.length > 0) {
    checker.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: secrets }),
    );
    letDecryptOnly(checker, 'secretsmanager', 'SecretARN', secrets);
  }
}

function namesOf(references: readonly Reference[], source: Reference['source']): string[] {
  return [...new Set(references.flatMap((reference) => (reference.source === source ? [reference.name] : [])))];
}

function parameterArn(scope: Construct, name: string): string {
  if (name.startsWith('arn:')) return name;
  return Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') });
}

/** Secrets Manager puts a hyphen and six characters of its own behind the name. */
function secretArn(scope: Construct, name: string): string {
  if (name.startsWith('arn:')) return name;
  return Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${name}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/**
 * A value may be encrypted with a key of the customer's, which nothing here knows. The service says in the encryption
 * context what it decrypts, so that the permission holds for these values and for nothing else that the key encrypts.
 */
function letDecryptOnly(checker: lambda.Function, service: string, context: string, arns: readonly string[]): void {
  const stack = Stack.of(checker);
  const conditions = {
    ...via(service, checker),
    StringLike: { [`kms:EncryptionContext:${context}`]: arns },
  };
  const anyKey = stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' });
  checker.addToRolePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [anyKey], conditions }));
  Validations.of(checker.grantPrincipal as iam.Role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${spelt(anyKey, stack)}]`,
    reason: 'Nobody knows the keys of the values that checks name; a condition holds it to these values.',
  });
}

/** An ARN as cdk-nag spells it: what deployment fills in is `<AWS::Region>`. */
function spelt(arn: string, stack: Stack): string {
  const { 'Fn::Join': [, parts] = ['', [arn]] } = stack.resolve(arn) as { 'Fn::Join'?: [string, unknown[]] };
  return parts.map((part) => (typeof part === 'string' ? part : `<${(part as { Ref: string }).Ref}>`)).join('');
}
