import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Descendant {
  pid: number;
  command: string;
}

/** The programs that a process has started, and those that these have started, as they are now. */
export function descendantsOf(pid: number): Descendant[] {
  const all = allProcesses();
  const found: Descendant[] = [];
  let parents = new Set([pid]);
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

/** Those that are still there; one that has ended and was not asked for its code counts as gone. */
export function alive(processes: readonly Descendant[]): string[] {
  const now = new Map(allProcesses().map((one) => [one.pid, one.command]));
  return processes
    .filter(({ pid, command }) => now.get(pid) === command)
    .map(({ command }) => command);
}

/** What was started with this in its environment, by whomever. Where /proc can't be read, nothing is found. */
export function withEnvironment(entry: string): string[] {
  if (!existsSync('/proc/self/environ')) return [];
  return allProcesses().flatMap(({ pid, command }) => {
    try {
      const own = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return own.includes(entry) ? [command] : [];
    } catch {
      // It ended, or it is another user's.
      return [];
    }
  });
}

function allProcesses(): (Descendant & { parent: number })[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

function fromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The command is in parentheses and may have spaces and parentheses itself.
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z') return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

function fromPs() {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return lines.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) +(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
