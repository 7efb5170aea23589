import { readFileSync } from 'node:fs';

/** What is wrong with the Node that runs this, as a sentence; null when it is new enough. */
export function nodeVersionProblem(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [major, minor] = engines.node
    .replace(/[^\d.]/g, '')
    .split('.')
    .map(Number);
  const [haveMajor, haveMinor] = version.split('.').map(Number);
  const newEnough = haveMajor > major || (haveMajor === major && haveMinor >= minor);
  if (newEnough) return null;
  return `Node ${version} is too old: this needs ${engines.node}. Get one from https://nodejs.org.`;
}
