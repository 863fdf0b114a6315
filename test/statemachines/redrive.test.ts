import { describe, expect, it } from 'vitest';
import definition from '../../statemachines/health-check.asl.json' with { type: 'json' };

type State = {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly Branches?: readonly States[];
  readonly ItemProcessor?: States;
};
type States = { readonly States: Readonly<Record<string, State>> };
/** A state with what holds it, the outermost first. */
type Placed = {
  readonly name: string;
  readonly state: State;
  readonly inside: States;
  readonly within: readonly Placed[];
};

function placed(inside: States, within: readonly Placed[] = []): Placed[] {
  return Object.entries(inside.States).flatMap(([name, state]) => {
    const self: Placed = { name, state, inside, within };
    const parts = [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])];
    return [self, ...parts.flatMap((part) => placed(part, [...within, self]))];
  });
}

const all = placed(definition as unknown as States);
const isCaught = ({ state }: Placed) => state.Catch !== undefined;
/** States that can end an execution: a Task whose error nothing catches, neither itself nor what it is in. */
const fatal = all.filter((one) => one.state.Type === 'Task' && ![one, ...one.within].some(isCaught));

/**
 * What AWS runs on a redrive: the state that failed and what comes after it there; of a Parallel or an inline Map around
 * it only the branch or iteration that failed; and then what comes after these.
 */
function rerun({ name, inside, within }: Placed): string[] {
  const around = within.at(-1);
  return [
    ...reached(inside, [name]),
    ...(around === undefined ? [] : rerun(around).filter((one) => one !== around.name)),
  ];
}

function reached(inside: States, from: readonly string[]): string[] {
  const found = new Set(from);
  for (const name of found) {
    const { Next, Default, Choices = [], Catch = [] } = inside.States[name] ?? { Type: 'none' };
    for (const next of [Next, Default, ...[...Choices, ...Catch].map((one) => one.Next)]) {
      if (next !== undefined) found.add(next);
    }
  }
  return [...found];
}

describe('a redrive', () => {
  it('can only be of an execution that one of these states ended', () => {
    expect(fatal.map(({ name }) => name).sort()).toEqual([
      'PrepareChecks',
      'PublishAlertAgain',
      'PublishMetricsAgain',
      'RecordIncidents',
    ]);
  });

  it.each(
    fatal.filter(({ name }) => name !== 'PrepareChecks').map((one) => [one.name, one] as const),
  )('of one that %s ended runs that again, and the summary: no check, and no branch that is done', (name, one) => {
    expect(rerun(one)).toEqual([name, 'Summary']);
    expect(one.within[0]?.name).toBe('Finish');
  });

  it('leaves each of the three things to finish in a branch of its own', () => {
    const branches = all.find(({ name }) => name === 'Finish')?.state.Branches ?? [];
    const inFinish = branches.map((branch) =>
      placed(branch)
        .filter(({ state }) => state.Type === 'Task')
        .map(({ name }) => name),
    );
    expect(inFinish).toEqual([['PublishAlertAgain'], ['PublishMetricsAgain'], ['RecordIncidents']]);
  });

  it('never meets a Fail state, which would fail again', () => {
    expect(all.filter(({ state }) => state.Type === 'Fail')).toEqual([]);
  });
});
