import { Annotations, ArnFormat, Stack, Token, Validations } from 'aws-cdk-lib';
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
  letReadEach(checker, 'ssm:GetParameter', parameters);
  letReadEach(checker, 'secretsmanager:GetSecretValue', secrets);
  if (parameters.length > 0) letDecryptOnly(checker, 'ssm', 'PARAMETER_ARN', parameters);
  if (secrets.length > 0) letDecryptOnly(checker, 'secretsmanager', 'SecretARN', secrets);
}

/**
 * A policy document ends at 6,144 characters. CDK spreads statements over as many managed policies as they take, but
 * cannot cut one statement: so each stays below what CDK would join again, 2,000.
 */
const STATEMENT_CHARACTERS = 1_500;
/** Of what deployment fills in: partition, Region and account are at most this long together. */
const FILLED_IN = 40;

function letReadEach(checker: lambda.Function, action: string, arns: readonly string[]): void {
  for (const resources of inStatements(arns)) {
    checker.addToRolePolicy(new iam.PolicyStatement({ actions: [action], resources }));
  }
}

function inStatements(arns: readonly string[]): string[][] {
  const statements: string[][] = [];
  let room = 0;
  for (const arn of arns) {
    const length = Token.isUnresolved(arn) ? lengthOf(arn) : arn.length;
    if (length > room) {
      statements.push([]);
      room = STATEMENT_CHARACTERS;
    }
    statements.at(-1)?.push(arn);
    room -= length;
  }
  return statements;
}

/** A token stands in the text as `${Token[…]}`, which is about as long as a Region. */
function lengthOf(arn: string): number {
  return arn.replaceAll(/\$\{Token\[[^\]]*\]\}/g, '').length + FILLED_IN;
}

/**
 * What a role holds, all in all: 10,240 characters of its own and ten managed policies, as an account may attach unless
 * it asks for more. One secret can hold many keys.
 */
const ROLE_CHARACTERS = 10_000 + 10 * 6_000;

/** Says at synth what no role could be allowed, and what to do. `state` is the checker's. */
export function warnOfRoom(scope: Construct, state: string, references: readonly Reference[]): void {
  const named = references.filter(({ source }) => source !== 'env');
  const names = new Set(named.map(({ source, name }) => `${source}:${name}`));
  const characters = [...names].reduce((sum, name) => sum + Math.max(CDK_CHARACTERS, name.length + ARN_CHARACTERS), 0);
  if (characters <= ROLE_CHARACTERS) return;
  Annotations.of(scope).addWarningV2(
    `rollcall:references:${state}`,
    `the checks of ${state} name ${names.size} parameters and secrets, and the ten managed policies of one role hold about 370: ` +
      'keep several keys in one secret, as ${secret:name#key}, split the list by deploy.name, or have the quota raised (Managed policies per role).',
  );
}

/** Of an ARN without the name, with the share of its statement; and what CDK takes for one that it cannot read yet. */
const ARN_CHARACTERS = 90;
const CDK_CHARACTERS = 190;

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
 * context what it decrypts: values of the same account and Region, of which the service itself gives out those only that
 * the role may read. To name each once more would fill the role's policies with half as many.
 */
function letDecryptOnly(checker: lambda.Function, service: string, context: string, arns: readonly string[]): void {
  const stack = Stack.of(checker);
  const conditions = {
    ...via(service, checker),
    StringLike: { [`kms:EncryptionContext:${context}`]: scopesOf(arns) },
  };
  const anyKey = stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' });
  checker.addToRolePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [anyKey], conditions }));
  Validations.of(checker.grantPrincipal as iam.Role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${spelt(anyKey, stack)}]`,
    reason:
      'Nobody knows the keys of the values that checks name; conditions hold it to what the service decrypts for the role.',
  });
}

/** `arn:…:parameter/*` for each account and Region that values are in. */
function scopesOf(arns: readonly string[]): string[] {
  return [...new Set(arns.map((arn) => arn.replace(/:(parameter\/|secret:).*$/, ':$1*')))];
}

/** An ARN as cdk-nag spells it: what deployment fills in is `<AWS::Region>`. */
function spelt(arn: string, stack: Stack): string {
  const { 'Fn::Join': [, parts] = ['', [arn]] } = stack.resolve(arn) as { 'Fn::Join'?: [string, unknown[]] };
  return parts.map((part) => (typeof part === 'string' ? part : `<${(part as { Ref: string }).Ref}>`)).join('');
}
