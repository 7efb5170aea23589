import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { compiled } from '../../../testing/compiled';

const stop = compiled('lib/server/wiring/stop.ts');

const CLOSES = `setTimeout(() => { console.log('server closed'); process.exit(143); }, 10);`;

/** A process that ends itself on a signal as Next does, with steps of ours before it. */
async function end(
  steps: string,
  { times = 'undefined', onSignal = CLOSES }: { times?: string; onSignal?: string } = {},
): Promise<{ code: number | null; printed: string[] }> {
  const program = `
    import { beforeExit } from '${stop()}';
    process.on('SIGTERM', () => { ${onSignal} });
    setInterval(() => {}, 1000);
    beforeExit([${steps}], ${times});
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
      if (output.trim() === 'ready') child.kill('SIGTERM');
    });
  }
  const [code] = await once(child, 'close');
  return { code, printed: output.trim().split('\n') };
}

const say = (word: string) =>
  `async () => { await new Promise((done) => setTimeout(done, 20)); console.log('${word}'); }`;

it('what is open is closed in order, after the server and before the process ends', async () => {
  await expect(end(`${say('one')}, ${say('two')}`)).resolves.toEqual({
    code: 143,
    printed: ['ready', 'server closed', 'one', 'two'],
  });
});

it('a step that fails keeps neither the others nor the process from their end', async () => {
  await expect(end(`async () => { throw new Error('broken') }, ${say('two')}`)).resolves.toEqual({
    code: 143,
    printed: ['ready', 'server closed', 'Shutdown incomplete: broken', 'two'],
  });
});

it('a request that does not end keeps nothing from being closed, and the process from its end', async () => {
  const times = '{ requestsMs: 50, stepsMs: 5000 }';
  await expect(end(say('one'), { times, onSignal: '' })).resolves.toEqual({
    code: 143,
    printed: ['ready', 'Shutdown incomplete: requests that took too long were aborted', 'one'],
  });
});

it('steps that hang share one limit, and the last one still has its turn', async () => {
  const hangs = 'async () => { await new Promise(() => {}); }';
  const times = '{ requestsMs: 5000, stepsMs: 3000 }';
  const started = performance.now();
  await expect(end(`${hangs}, ${hangs}, ${say('three')}`, { times })).resolves.toEqual({
    code: 143,
    printed: [
      'ready',
      'server closed',
      'Shutdown incomplete: a part took too long',
      'Shutdown incomplete: a part took too long',
      'three',
    ],
  });
  expect(performance.now() - started).toBeGreaterThan(1_000);
});
