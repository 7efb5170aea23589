const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Runs one step of a start with a line that shows its progress: live on a terminal, once at its end
 * elsewhere. The work may return a short note for the end of the line.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const stop = process.stdout.isTTY ? animate(title, started) : () => {};
  try {
    const result = await work();
    stop();
    const note = typeof result === 'string' ? result : '';
    console.log(line(green('✓'), title, started, note));
    return result;
  } catch (error) {
    stop();
    console.log(line(red('✗'), title, started, ''));
    throw error;
  }
}

function animate(title, started) {
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    process.stdout.write(`\r${line(cyan(frames[frame]), title, started, '')}`);
  };
  draw();
  const timer = setInterval(draw, 100);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\u001b[2K');
  };
}

function line(mark, title, started, note) {
  const elapsed = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  return `  ${mark} ${title.padEnd(38)}${dim(elapsed.padStart(8))}${note ? `   ${dim(note)}` : ''}`;
}

const colored = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code) => (text) => (colored ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const cyan = paint(36);
