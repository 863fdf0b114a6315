import { isMap } from '#core/text/json-values.ts';
import { readYaml } from '../../text/yaml.ts';
import { type Node, nodeAt } from '../documents.ts';
import { UnreadableInput } from '../imported-check.ts';

/** What is probed, and by which module where the list says so. */
export type Target = { readonly target: string; readonly module: string | null; readonly job: string | null };

/**
 * The targets of a list: lines of `target` or `target module`, Prometheus's own lists of files (`[{targets, labels}]`), or its
 * configuration, whose jobs name their modules.
 *
 * @throws UnreadableInput where it is none of these.
 */
export function targetsOf(text: string): readonly Target[] {
  const read = /^\s*(?:[[{]|- )|^[A-Za-z_]+:\s*$/m.test(text) ? readYaml(text) : { value: null };
  const value = 'value' in read ? read.value : null;
  if (isMap(value) && Array.isArray(value['scrape_configs'])) return value['scrape_configs'].flatMap(jobTargets);
  if (Array.isArray(value) && value.every(isMap)) return value.flatMap((group) => groupTargets(group, null, null));
  if (value !== null) throw new UnreadableInput('names its targets in no way that is known; write a target a line');
  return text.split('\n').flatMap((line) => {
    const [target, module = null] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    return target ? [{ target, module, job: null }] : [];
  });
}

function jobTargets(job: unknown): readonly Target[] {
  if (!isMap(job) || !/probe/.test(String(job['metrics_path'] ?? '/probe'))) return [];
  const params = nodeAt(job, 'params');
  const [module] = [params['module'] ?? []].flat().map(String);
  const groups = Array.isArray(job['static_configs']) ? job['static_configs'].filter(isMap) : [];
  return groups.flatMap((group) => groupTargets(group, module ?? null, String(job['job_name'] ?? '') || null));
}

function groupTargets(group: Node, usual: string | null, job: string | null): readonly Target[] {
  const labels = nodeAt(group, 'labels');
  const module = labels['module'] ?? labels['__param_module'] ?? usual;
  const targets = Array.isArray(group['targets']) ? group['targets'] : [];
  return targets.map((target) => ({ target: String(target), module: module === null ? null : String(module), job }));
}
