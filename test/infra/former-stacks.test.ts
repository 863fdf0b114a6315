import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { regionsBefore, warnOfFormerRegions } from '../../infra/former-stacks.ts';
import { regionalStacks } from '../../infra/regional-stacks.ts';
import { entries } from './synthesized.ts';

let outdir = '';
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'former-'));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

/** Synthesizes into the same folder, and gives what was said of the Regions before. */
function synth(deploy: object): string[] {
  const { list } = parseChecks(JSON.stringify({ deploy, checks: entries(1) }));
  if (list === null) throw new Error('the list has faults');
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  const stacks = regionalStacks(app, { checks: list });
  warnOfFormerRegions(stacks, regionsBefore(outdir, stacks[0]?.stackName ?? ''));
  app.synth();
  return stacks.flatMap((stack) =>
    Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('last synthesized'))
      .map(({ entry }) => String(entry.data).replace(/ \[ack: .*\]$/, '')),
  );
}

describe('a Region that is taken out', { timeout: 120_000 }, () => {
  it('is told of with what to delete first', () => {
    expect(synth({ regions: ['us-west-2', 'eu-west-1'] })).toEqual([]);
    expect(synth({ regions: ['us-west-2'] })).toEqual([
      'Rollcall was in eu-west-1 when this list was last synthesized, and eu-west-1 is not among regions any more. Its stack goes on there, checks, alerts and costs. Delete it before this is deployed: aws cloudformation delete-stack --region eu-west-1 --stack-name Rollcall',
    ]);
  });

  it('is none where a Region is added, or another list was synthesized', () => {
    expect(synth({ regions: ['us-west-2'] })).toEqual([]);
    expect(synth({ regions: ['us-west-2', 'eu-west-1'] })).toEqual([]);
    expect(synth({ name: 'other', regions: ['us-west-2'] })).toEqual([]);
  });
});
