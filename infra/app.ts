import { App, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { lastRegions, warnOfFormerRegions } from './former-stacks.ts';
import { loadList, warnOfFiles } from './list-of-context.ts';
import { regionalStacks } from './regional-stacks.ts';

const app = new App({ analyticsReporting: false, treeMetadata: false, context: recommendedFlags });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app)); // a finding that no construct acknowledges ends the synth
// cdk synth -c checks=FILE,FOLDER deploys another list, -c environment=NAME and -c var=NAME=VALUE choose its variables
const loaded = await loadList(app);
const environment = allowedVariables();
if (loaded === null || environment === null) {
  process.exitCode = 1;
} else {
  const { list } = loaded;
  // cdk synth -c allowLoopback=true is for acceptance tests
  const loopback = String(app.node.tryGetContext('allowLoopback')) === 'true' ? { allowLoopback: true } : {};
  // cdk deploy -c recipeFunctionName=NAME, or none where the list names one
  const named: string | undefined = app.node.tryGetContext('recipeFunctionName');
  const recipe = named === undefined ? {} : { recipeFunctionName: named === 'none' ? (false as const) : named };
  const before = lastRegions(list.deploy);
  const stacks = regionalStacks(app, { checks: list, environment, ...loopback, ...recipe });
  warnOfFormerRegions(stacks, before);
  for (const stack of stacks) warnOfFiles(stack, loaded.warnings);
  app.synth();
}

/**
 * `-c env=NAME,OTHER`: variables of this process that `${env:NAME}` may have the values of. Null when it has been said
 * which of them have none.
 */
function allowedVariables(): Record<string, string> | null {
  const named: string = app.node.tryGetContext('env') ?? '';
  const names = named.split(',').flatMap((name) => name.trim() || []);
  const unset = names.filter((name) => (process.env[name] ?? '') === '');
  for (const name of unset) {
    const what = process.env[name] === undefined ? 'is not set' : 'is empty';
    process.stderr.write(`-c env=${name}: the variable ${what} where cdk runs; export ${name}, or leave it out\n`);
  }
  return unset.length > 0 ? null : Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}
