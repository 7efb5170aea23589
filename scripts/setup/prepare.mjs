import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { nodeVersionProblem } from './node-version.mjs';
import { red, step } from './steps.mjs';

/** Makes a checkout ready to run what needs packages; ends the process when it can't. */
export async function prepare() {
  const problem = nodeVersionProblem();
  if (problem) fail(problem);
  if (dependenciesAreCurrent()) return;
  await step('Installing packages', async () => {
    const { ok, output } = await installDependencies();
    if (ok) return;
    fail(`npm ci failed. What it said:\n\n${whatNpmSaid(output)}`);
  });
}

// Its errors start with the reason and end with its manual.
function whatNpmSaid(output) {
  const lines = output.trim().split('\n');
  const errors = lines.filter((line) => line.startsWith('npm error'));
  return (errors.length > 0 ? errors.slice(0, 20) : lines.slice(-20)).join('\n');
}

function fail(message) {
  console.error(`\n${red(message)}\n`);
  process.exit(1);
}
