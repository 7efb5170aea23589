import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directive = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*['"]use client['"]/;

/** Patterns of the files below app/ that begin with 'use client': no import says so. */
export function clientComponents(root) {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (/\.tsx?$/.test(entry.name) && isClient(join(root, path))) found.push(exactly(path));
    }
  };
  if (existsSync(join(root, 'app'))) visit('app');
  return found.length > 0 ? found : ['^no client component$'];
}

function isClient(path) {
  return directive.test(readFileSync(path, 'utf8'));
}

function exactly(path) {
  return `^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}
