// Runs a throw-away PostgreSQL server for the program that holds the other end of our standard input, until that end
// is closed: then, or on a signal, the server is ended and its folder removed. So none is left over, whatever becomes
// of the program. Arguments: the folder, the command, its options; POSTGRES_OWNER is `uid:gid`, where it needs one.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import process from 'node:process';

const [folder = '', command = '', ...options] = process.argv.slice(2);
const [uid, gid] = (process.env.POSTGRES_OWNER ?? '').split(':').map(Number);
const server = spawn(command, options, {
  cwd: folder,
  stdio: ['ignore', 'ignore', 'inherit'],
  // Its own group: a signal to ours reaches it once, through us.
  detached: true,
  ...(uid && gid ? { uid, gid } : {}),
});
server.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.once('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});

// SIGINT is "fast": sessions are ended instead of waited for.
const end = () => server.kill('SIGINT');
process.stdin.once('close', end);
process.stdin.resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
