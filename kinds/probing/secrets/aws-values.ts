import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Reason } from '#core/verdict/reason.ts';
import type { RemoteValues } from './remote-values.ts';

/** A look-up that takes longer is given up and tried again. */
const CLIENT = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } };

const parameters = new SSMClient(CLIENT);
const secrets = new SecretsManagerClient(CLIENT);

/** Values from Parameter Store and Secrets Manager, with the credentials of the function or of this machine. */
export const awsValues: RemoteValues = {
  parameter: (name) =>
    asked(`parameter ${name}`, async () => {
      const { Parameter } = await parameters.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return Parameter?.Value;
    }),
  secret: (name) =>
    asked(`secret ${name}`, async () => {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
      return SecretString;
    }),
};

async function asked(what: string, get: () => Promise<string | undefined>): Promise<string | Reason> {
  try {
    const value = await get();
    return value ? value : config(`${what} has no text in it`);
  } catch (error) {
    return config(refusal(what, error instanceof Error ? error.name : typeof error, String(error)));
  }
}

/** The service's own message is not reported: it names accounts and roles. */
function refusal(what: string, name: string, message: string): string {
  if (name === 'ParameterNotFound' || name === 'ResourceNotFoundException') return `${what} does not exist`;
  if (name.startsWith('AccessDenied')) {
    return message.includes('kms:') ? `not allowed to decrypt ${what}` : `not allowed to read ${what}`;
  }
  if (name === 'CredentialsProviderError') {
    return `no AWS credentials to read ${what}; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`;
  }
  if (message.includes('Region is missing')) return `no AWS Region to read ${what} in; set AWS_REGION`;
  return `${what} cannot be read (${name})`;
}

function config(message: string): Reason {
  return { code: 'config', message };
}
