import { readFileSync, writeFileSync } from 'node:fs';

const stampFile = 'lib/db/generated/made-from.txt';

/** Whether the generated database client fits the schema and the version of Prisma. */
export function clientIsCurrent() {
  try {
    return readFileSync(stampFile, 'utf8') === source();
  } catch {
    return false;
  }
}

/** Written after generating, which empties the folder. */
export function stampClient() {
  writeFileSync(stampFile, source());
}

function source() {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  return `prisma ${devDependencies.prisma}\n${readFileSync('prisma/schema.prisma', 'utf8')}`;
}
