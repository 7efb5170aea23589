/** `npm run stripe-schemas`: writes requests.json from requests.ts and the installed SDK's types. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';
import { createGenerator } from 'ts-json-schema-generator';
import { compact, type TypeSchema } from './compact';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const { definitions = {} } = createGenerator({
  path: at('./requests.ts'),
  tsconfig: at('../../../tsconfig.json'),
  type: 'Requests',
  skipTypeCheck: true,
  jsDoc: 'none',
}).createSchema('Requests');

const { requests, types } = compact(definitions as Record<string, TypeSchema>);
const sdk = JSON.parse(readFileSync(at('../../../node_modules/stripe/package.json'), 'utf8')) as {
  version: string;
};
const source = createHash('sha256')
  .update(readFileSync(at('./requests.ts')))
  .digest('hex');
// One type a line: small, and a new SDK's differences can be read.
const lines = (entries: Record<string, unknown>) =>
  Object.entries(entries)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',\n');
writeFileSync(
  at('./requests.json'),
  `{"generated":"npm run stripe-schemas","sdk":"stripe@${sdk.version}","apiVersion":"${Stripe.API_VERSION}","source":"${source}",
"requests":{
${lines(requests)}
},
"types":{
${lines(types)}
}}
`,
);
