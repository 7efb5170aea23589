/** `npm run bench [-- name] [--size 1000,10000]`: measures against the bars of docs/benchmarks.md. */
import { parseArgs } from 'node:util';
import { benchCheckout } from './checkout';
import { machine } from './machine';
import { benchPages } from './pages';
import { benchUsageFaults } from './usage-faults';
import { benchUsageSync } from './usage-sync';
import { benchWebhooks } from './webhook-intake';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const sizes = (byDefault: readonly number[]): number[] =>
  (values.size?.split(',').map(Number) ?? [...byDefault]).map((size) => {
    if (Number.isInteger(size) && size > 0) return size;
    throw new Error('--size is a number, or several with commas between.');
  });

const benchmarks: Record<string, () => Promise<void>> = {
  usage: () => benchUsageSync(sizes([1_000, 10_000, 100_000])),
  'usage-faults': () => benchUsageFaults(sizes([1_000, 10_000]), Number(values.seed)),
  webhooks: () => benchWebhooks({ seconds: Number(values.seconds), seed: Number(values.seed) }),
  checkout: () => benchCheckout(),
  pages: () => benchPages({ seconds: Math.min(20, Number(values.seconds)) }),
};

const wanted = positionals.length > 0 ? positionals : Object.keys(benchmarks);
console.log(`${machine()}; seed ${values.seed}\n`);
for (const name of wanted) {
  const bench = benchmarks[name];
  if (!bench)
    throw new Error(`There is no benchmark ${name}: ${Object.keys(benchmarks).join(', ')}.`);
  console.log(`## ${name}\n`);
  await bench();
}
