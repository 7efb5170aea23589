import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const rights = z.record(z.string(), z.enum(['read', 'write']));
const keyFile = z.object({ permissions: rights, operatorPage: rights.optional() });
const roleFile = z.object({ actions: z.array(z.string()) });
const read = (path: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'));

/** A restricted key of infra/stripe. */
export const keyOf = (name: 'provisioning' | 'application') =>
  keyFile.parse(read(`stripe/${name}-key.json`));

/** The actions of a role of infra/roles, lower-cased and sorted. */
export const actionsOf = (name: 'provisioning' | 'application' | 'cron'): string[] =>
  roleFile
    .parse(read(`roles/${name}.json`))
    .actions.map((action) => action.toLowerCase())
    .sort();

/** Azure sends the SDK to these while it takes its time over something: when it does is not ours to say. */
const LONG_WORK = [
  'microsoft.apimanagement/service/operationresults/read',
  'microsoft.apimanagement/service/tenant/operationresults/read',
];

/** Without what only Azure's pace decides. */
export const atAnyPace = (actions: readonly string[]): string[] =>
  actions.filter((action) => !LONG_WORK.includes(action));
