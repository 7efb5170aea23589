import { run, runNode } from './command';
import { type StageResult, single } from './results';

const RULES = 'commitlint.config.ts';

/** The messages of all commits since the rules came; those before are as they are. */
export async function commits(): Promise<StageResult> {
  const found = await run('git', ['log', '--diff-filter=A', '--format=%H', '--', RULES]);
  const since = found.output.trim().split('\n').at(-1) ?? '';
  if (!found.ok || !/^[0-9a-f]{40,64}$/.test(since)) {
    return { passed: 0, failed: 0, note: 'skipped: no history of commits here', output: '' };
  }
  const program = 'node_modules/@commitlint/cli/cli.js';
  return single(await runNode('commits', [program, '--from', since, '--to', 'HEAD']));
}
