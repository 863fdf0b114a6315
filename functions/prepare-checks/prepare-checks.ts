import { type Deployed, type Prepared, type PrepareEvent, prepareRun, type ReadAdHoc } from '#core/run/prepare.ts';

/**
 * Answers the run and its roll. The validator is 40 ms of a cold start, and only an input with ad hoc checks needs it:
 * the deployed list was validated before it was deployed.
 */
export async function prepareChecks(event: PrepareEvent, deployed: Deployed): Promise<Prepared> {
  return prepareRun(event, deployed, hasAdHocChecks(event.input) ? await loadReader() : undefined);
}

function hasAdHocChecks(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, 'checks');
}

async function loadReader(): Promise<ReadAdHoc> {
  const { readAdHoc } = await import('#core/checks/ad-hoc.ts');
  return readAdHoc;
}
