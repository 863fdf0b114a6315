import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secret of the stack, by a name that is known: the emulator makes none out of a template. */
export const HEARTBEAT_KEY = {
  name: 'heartbeat-key',
  arn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:heartbeat-key',
};

/** What the emulated AWS makes nothing of, with what refers to it and is left out too. */
const UNKNOWN = new Set([
  'AWS::Lambda::Url',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::SecretsManager::Secret',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
]);

/** Whatever else a resource that is gone would say of itself. */
const ATTRIBUTE = 'nowhere.example.com';

type Intrinsic = { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[] };

type Template = {
  Resources: Record<string, { readonly Type: string; readonly Properties?: { readonly Principal?: unknown } }>;
  Outputs?: Record<string, unknown>;
};

/**
 * Takes a function's URL, the secret and all of CloudFront out of a synthesized template, and puts names in the place of what
 * refers to them: what is there of these is held by the tests of templates alone.
 */
export function withoutUnknown(assembly: string, stack: string): void {
  const file = join(assembly, `${stack}.template.json`);
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const gone = Object.entries(template.Resources).filter(([, { Type }]) => UNKNOWN.has(Type));
  if (gone.length === 0) return;
  const isForUrl = ({ Type, Properties }: Template['Resources'][string]) =>
    Type === 'AWS::Lambda::Permission' && Properties?.Principal === '*';
  const refersTo = (value: unknown) => gone.some(([id]) => JSON.stringify(value).includes(`"${id}"`));
  const left: Template = {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).filter(([id, one]) => !gone.some(([name]) => name === id) && !isForUrl(one)),
    ),
    Outputs: Object.fromEntries(Object.entries(template.Outputs ?? {}).filter(([, output]) => !refersTo(output))),
  };
  const isGone = (id: string | undefined) => gone.some(([one]) => one === id);
  const named = JSON.stringify(left, (_, value: Intrinsic | null) => {
    if (isGone(value?.Ref)) return HEARTBEAT_KEY.arn;
    return isGone(value?.['Fn::GetAtt']?.[0]) ? ATTRIBUTE : value;
  });
  writeFileSync(file, named);
}
