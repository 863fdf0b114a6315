import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { awsValues } from '#kinds/probing/secrets/aws-values.ts';

const parameters = mockClient(SSMClient);
const secrets = mockClient(SecretsManagerClient);

beforeEach(() => {
  parameters.reset();
  secrets.reset();
});

function failure(name: string, message = 'User: arn:aws:sts::123456789012:assumed-role/x is not authorized'): Error {
  return Object.assign(new Error(message), { name });
}

describe('AWS', () => {
  it('gives a parameter decrypted, and the text of a secret', async () => {
    parameters.on(GetParameterCommand, { Name: '/k', WithDecryption: true }).resolves({ Parameter: { Value: 'p' } });
    secrets.on(GetSecretValueCommand, { SecretId: 's' }).resolves({ SecretString: 't' });
    expect([await awsValues.parameter('/k'), await awsValues.secret('s')]).toEqual(['p', 't']);
  });

  it.each([
    [failure('ParameterNotFound'), 'parameter /k does not exist'],
    [failure('AccessDeniedException'), 'not allowed to read parameter /k'],
    [failure('AccessDeniedException', 'no kms:Decrypt for you'), 'not allowed to decrypt parameter /k'],
    [failure('ThrottlingException'), 'parameter /k cannot be read (ThrottlingException)'],
    [
      failure('CredentialsProviderError'),
      'no AWS credentials to read parameter /k; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    ],
    [failure('Error', 'Region is missing'), 'no AWS Region to read parameter /k in; set AWS_REGION'],
  ])('says %s as %s', async (error, message) => {
    parameters.on(GetParameterCommand).rejects(error);
    expect(await awsValues.parameter('/k')).toEqual({ code: 'config', message });
  });

  it('has no text in a binary secret', async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretBinary: new Uint8Array([1]) });
    expect(await awsValues.secret('s')).toEqual({ code: 'config', message: 'secret s has no text in it' });
  });
});
